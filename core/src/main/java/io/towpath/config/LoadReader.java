package io.towpath.config;

import io.towpath.config.Feed.Mode;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how rows reach the table, and whether the contract allows it. */
final class LoadReader {
  private static final List<String> KEYS = List.of("mode", "deleteWhen", "maxBytes");
  private static final List<String> PLANNED = List.of("delete-insert", "scd2", "soft-delete");
  private static final Map<String, Mode> MODES = new LinkedHashMap<>();
  private static final Set<Field.Generated> UNFILLED =
      EnumSet.of(Field.Generated.VALID_FROM, Field.Generated.VALID_TO, Field.Generated.DELETED_AT);
  private static final long MAX_BYTES = 20_000_000_000L;

  static {
    for (Mode mode : Mode.values()) {
      MODES.put(DecodeReader.word(mode), mode);
    }
  }

  private final @Nullable Contract contract;

  LoadReader(@Nullable Contract contract) {
    this.contract = contract;
  }

  Optional<Feed.Load> read(YamlValue value) {
    return value.keys(KEYS).flatMap(this::load);
  }

  private Optional<Feed.Load> load(YamlKeys keys) {
    Mode mode =
        keys.require("mode", "append, upsert or replace").map(LoadReader::mode).orElse(null);
    Optional<YamlValue> deleteWhen = keys.findUnlessNull("deleteWhen");
    String expression = deleteWhen.map(YamlValue::text).orElse(null);
    long maxBytes = keys.find("maxBytes").map(Quantities::bytes).orElse(MAX_BYTES);
    if (mode == null) {
      return Optional.empty();
    }
    if (mode == Mode.UPSERT && contract != null && contract.primaryKey().isEmpty()) {
      keys.find("mode")
          .ifPresent(
              value ->
                  value.problem(
                      "mode upsert needs a key; declare primaryKey in "
                          + contract.file()
                          + ", or load with append or replace"));
    }
    if (mode != Mode.UPSERT) {
      deleteWhen.ifPresent(
          value -> value.problem("deleteWhen deletes by key; expected mode: upsert"));
    }
    refuseUnfilled(keys);
    return Optional.of(new Feed.Load(mode, expression, maxBytes));
  }

  /** Columns that only modes to come will fill would stay empty. */
  private void refuseUnfilled(YamlKeys keys) {
    if (contract == null) {
      return;
    }
    for (Field field : contract.fields()) {
      if (field.generated() != null && UNFILLED.contains(field.generated())) {
        keys.problemAt(
            "mode",
            "no available mode fills column "
                + field.name()
                + " ("
                + contract.file()
                + ":"
                + field.line()
                + "); validFrom, validTo and deletedAt belong to scd2 and soft-delete");
      }
    }
  }

  private static @Nullable Mode mode(YamlValue value) {
    if (value.isText() && PLANNED.contains(String.valueOf(value.textOrEmpty()))) {
      value.problem(
          "mode "
              + value.textOrEmpty()
              + " is not available yet; expected append, upsert or replace");
      return null;
    }
    return value.choice(MODES);
  }
}
