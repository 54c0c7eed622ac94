package io.towpath.contract;

import io.towpath.contract.ColumnType.Kind;
import io.towpath.yaml.Words;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds a column's PostgreSQL type from its physicalType, else from its logicalType. */
final class TypeReader {
  /** The logical types, each with the PostgreSQL types that can carry it. */
  static final Map<String, Set<Kind>> LOGICAL = new LinkedHashMap<>();

  static {
    LOGICAL.put("string", EnumSet.of(Kind.TEXT, Kind.VARCHAR, Kind.CHAR, Kind.UUID, Kind.BYTEA));
    LOGICAL.put("date", EnumSet.of(Kind.DATE));
    LOGICAL.put("timestamp", EnumSet.of(Kind.TIMESTAMPTZ, Kind.TIMESTAMP));
    LOGICAL.put("time", EnumSet.of(Kind.TIME));
    LOGICAL.put("number", EnumSet.of(Kind.NUMERIC, Kind.REAL, Kind.DOUBLE));
    LOGICAL.put("integer", EnumSet.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.NUMERIC));
    LOGICAL.put("object", EnumSet.of(Kind.JSONB));
    LOGICAL.put("array", EnumSet.of(Kind.ARRAY, Kind.JSONB));
    LOGICAL.put("boolean", EnumSet.of(Kind.BOOLEAN));
    LOGICAL.put("map", EnumSet.of(Kind.JSONB));
    LOGICAL.put("vector", EnumSet.noneOf(Kind.class));
  }

  /** What other tools call them. */
  private static final Map<String, String> INSTEAD =
      Map.of(
          "decimal", "number",
          "numeric", "number",
          "float", "number",
          "double", "number",
          "text", "string",
          "varchar", "string",
          "datetime", "timestamp");

  private final Scope scope;
  private final boolean nested;

  TypeReader(Scope scope, boolean nested) {
    this.scope = scope;
    this.nested = nested;
  }

  /** Null, with a problem, if there is no such type. */
  @Nullable ColumnType read(YamlKeys keys) {
    Optional<YamlValue> logicalValue = keys.find("logicalType");
    String logical = logicalValue.map(this::logical).orElse(null);
    Optional<YamlValue> physical = keys.find("physicalType");
    if (logicalValue.isPresent() && logical == null) {
      return null;
    }
    refuseStrangeParts(keys, logical);
    if (physical.isPresent() && !nested) {
      return physical(keys, physical.get(), logical);
    }
    if (logical == null) {
      keys.problemAt(
          "name", "neither physicalType nor logicalType is given; expected physicalType");
      return null;
    }
    return derived(keys, logical);
  }

  private @Nullable String logical(YamlValue value) {
    Map<String, String> words = new LinkedHashMap<>();
    LOGICAL.keySet().forEach(word -> words.put(word, word));
    words.remove("vector");
    if (value.isText() && "vector".equals(value.textOrEmpty())) {
      value.problem("logicalType vector is not supported; use an array of numbers");
      return null;
    }
    if (!scope.v32()) {
      words.remove("map");
    }
    String instead = value.isText() ? INSTEAD.get(String.valueOf(value.textOrEmpty())) : null;
    if (instead != null) {
      value.expected(Words.or(words.keySet()) + ". Did you mean " + instead + "?");
      return null;
    }
    return value.choice(words);
  }

  private @Nullable ColumnType physical(YamlKeys keys, YamlValue value, @Nullable String logical) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    Optional<ColumnType> type = PhysicalTypes.parse(value, text);
    if (type.isPresent() && logical != null) {
      Kind kind = type.get().kind();
      boolean wholeNumeric = kind != Kind.NUMERIC || type.get().scale() == 0;
      boolean fits = LOGICAL.getOrDefault(logical, Set.of()).contains(kind);
      if (!fits || (logical.equals("integer") && !wholeNumeric)) {
        value.problem("physicalType " + text + " cannot carry logicalType " + logical);
        return null;
      }
      refuseOtherTimezone(keys, value, kind);
    }
    return type.orElse(null);
  }

  private static void refuseOtherTimezone(YamlKeys keys, YamlValue physical, Kind kind) {
    Boolean timezone =
        keys.find("logicalTypeOptions")
            .filter(YamlValue::isMapping)
            .flatMap(YamlValue::anyKeys)
            .filter(options -> options.has("timezone"))
            .map(options -> options.flag("timezone", true))
            .orElse(null);
    if (timezone == null || (kind != Kind.TIMESTAMP && kind != Kind.TIMESTAMPTZ)) {
      return;
    }
    if (timezone != (kind == Kind.TIMESTAMPTZ)) {
      physical.problem(
          "timezone is "
              + timezone
              + "; expected physicalType "
              + (timezone ? "timestamptz" : "timestamp"));
    }
  }

  private @Nullable ColumnType derived(YamlKeys keys, String logical) {
    Optional<YamlKeys> options =
        keys.find("logicalTypeOptions").filter(YamlValue::isMapping).flatMap(YamlValue::anyKeys);
    String format =
        options
            .flatMap(found -> found.find("format"))
            .filter(YamlValue::isText)
            .map(YamlValue::textOrEmpty)
            .orElse("");
    return switch (logical) {
      case "string" -> ColumnType.of(Kind.TEXT);
      case "date" -> ColumnType.of(Kind.DATE);
      case "time" -> ColumnType.of(Kind.TIME);
      case "boolean" -> ColumnType.of(Kind.BOOLEAN);
      case "timestamp" ->
          ColumnType.of(
              options.map(found -> found.flag("timezone", true)).orElse(true)
                  ? Kind.TIMESTAMPTZ
                  : Kind.TIMESTAMP);
      case "integer" -> integer(format);
      case "number" -> number(keys, format);
      case "array" -> array(keys);
      default -> ColumnType.of(Kind.JSONB);
    };
  }

  private static ColumnType integer(String format) {
    return switch (format) {
      case "i8", "i16", "u8" -> ColumnType.of(Kind.SMALLINT);
      case "i64", "u32" -> ColumnType.of(Kind.BIGINT);
      case "u64" -> ColumnType.numeric(20, 0);
      case "i128", "u128" -> ColumnType.numeric(39, 0);
      default -> ColumnType.of(Kind.INTEGER);
    };
  }

  private @Nullable ColumnType number(YamlKeys keys, String format) {
    if (format.equals("f32")) {
      return ColumnType.of(Kind.REAL);
    }
    if (format.equals("f64")) {
      return ColumnType.of(Kind.DOUBLE);
    }
    if (nested) {
      return ColumnType.of(Kind.NUMERIC);
    }
    keys.problemAt(
        "logicalType", "a number has no digits to store by itself; add physicalType: numeric(p,s)");
    return null;
  }

  private @Nullable ColumnType array(YamlKeys keys) {
    Optional<YamlKeys> items =
        keys.require("items", "what the array holds").flatMap(YamlValue::anyKeys);
    if (items.isEmpty()) {
      return null;
    }
    ColumnType element = new TypeReader(scope, nested).read(items.get());
    if (element == null) {
      return null;
    }
    boolean plain = element.kind() != Kind.JSONB && element.kind() != Kind.ARRAY;
    return plain ? ColumnType.array(element) : ColumnType.of(Kind.JSONB);
  }

  private static void refuseStrangeParts(YamlKeys keys, @Nullable String logical) {
    refuseUnless(keys, "properties", "object", logical);
    refuseUnless(keys, "items", "array", logical);
    refuseUnless(keys, "map", "map", logical);
    if ("map".equals(logical)) {
      keys.require("map", "{key: …, value: …}");
    }
  }

  private static void refuseUnless(
      YamlKeys keys, String key, String only, @Nullable String logical) {
    if (keys.has(key) && !only.equals(logical)) {
      keys.problemAt(key, key + " is for logicalType " + only + " only");
    }
  }
}
