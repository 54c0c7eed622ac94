package io.towpath.config;

import io.towpath.config.Feed.Mode;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how rows reach the table, and whether the contract allows it. */
final class LoadReader {
  private static final List<String> KEYS = List.of("mode", "deleteWhen", "maxBytes");
  private static final List<String> PLANNED = List.of("delete-insert", "scd2");
  private static final Map<String, Mode> MODES = new LinkedHashMap<>();
  private static final long MAX_BYTES = 20_000_000_000L;

  static {
    for (Mode mode : Mode.values()) {
      MODES.put(mode.word(), mode);
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
        keys.require("mode", "append, upsert, replace or soft-delete")
            .map(LoadReader::mode)
            .orElse(null);
    Optional<YamlValue> deleteWhen = keys.findUnlessNull("deleteWhen");
    String expression = deleteWhen.map(YamlValue::text).orElse(null);
    long maxBytes = keys.find("maxBytes").map(Quantities::bytes).orElse(MAX_BYTES);
    if (mode == null) {
      return Optional.empty();
    }
    if (mode.merges() && contract != null && contract.primaryKey().isEmpty()) {
      keys.find("mode")
          .ifPresent(
              value ->
                  value.problem(
                      "mode "
                          + mode.word()
                          + " needs a key; declare primaryKey in "
                          + contract.file()
                          + ", or load with append or replace"));
    }
    if (!mode.merges()) {
      deleteWhen.ifPresent(
          value ->
              value.problem("deleteWhen deletes by key; expected mode: upsert or soft-delete"));
    }
    refuseUnfilled(keys, mode);
    return Optional.of(new Feed.Load(mode, expression, maxBytes));
  }

  /** Columns that only another mode fills would stay empty. */
  private void refuseUnfilled(YamlKeys keys, Mode mode) {
    if (contract == null) {
      return;
    }
    for (Field field : contract.fields()) {
      String filler = filler(field);
      if (!filler.isEmpty() && !filler.equals(mode.word())) {
        keys.problemAt(
            "mode",
            "mode "
                + mode.word()
                + " does not fill column "
                + field.name()
                + " ("
                + contract.file()
                + ":"
                + field.line()
                + "), that is for "
                + filler);
      }
    }
  }

  /** The mode that fills a column, empty where all do. */
  private static String filler(Field field) {
    if (field.generated() == Field.Generated.DELETED_AT) {
      return "soft-delete";
    }
    boolean period =
        field.generated() == Field.Generated.VALID_FROM
            || field.generated() == Field.Generated.VALID_TO;
    return period ? "scd2, which is not available yet" : "";
  }

  private static @Nullable Mode mode(YamlValue value) {
    if (value.isText() && PLANNED.contains(String.valueOf(value.textOrEmpty()))) {
      value.problem(
          "mode "
              + value.textOrEmpty()
              + " is not available yet; expected append, upsert, replace or soft-delete");
      return null;
    }
    return value.choice(MODES);
  }
}
