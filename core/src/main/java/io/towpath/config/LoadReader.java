package io.towpath.config;

import io.towpath.config.Feed.Mode;
import io.towpath.contract.Contract;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how rows reach the table, and whether the contract allows it. */
final class LoadReader {
  private static final List<String> KEYS = List.of("mode", "deleteWhen", "maxRows", "maxBytes");
  private static final List<String> PLANNED = List.of("delete-insert", "scd2", "soft-delete");
  private static final Map<String, Mode> MODES = new LinkedHashMap<>();
  private static final long MAX_ROWS = 100_000_000;
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
    Long maxRows = keys.find("maxRows").map(rows -> rows.wholeNumber(1)).orElse(MAX_ROWS);
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
    return Optional.of(
        new Feed.Load(mode, expression, maxRows == null ? MAX_ROWS : maxRows, maxBytes));
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
