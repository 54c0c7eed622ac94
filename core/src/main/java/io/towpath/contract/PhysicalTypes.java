package io.towpath.contract;

import io.towpath.contract.ColumnType.Kind;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PostgreSQL's names of types, with their aliases. */
final class PhysicalTypes {
  private static final int MAX_PRECISION = 1000;
  private static final int MAX_LENGTH = 10_485_760;
  private static final Pattern TYPE =
      Pattern.compile(
          "([a-z][a-z0-9_ ]*?)\\s*(?:\\(\\s*(\\d{1,8})\\s*(?:,\\s*(\\d{1,8})\\s*)?\\))?( [a-z ]+)?(\\[\\])?");
  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();
  private static final Map<String, String> INSTEAD =
      Map.of(
          "json", "jsonb",
          "citext", "text",
          "timetz", "time",
          "time with time zone", "time",
          "money", "numeric(19,2)",
          "serial", "integer",
          "bigserial", "bigint",
          "datetime", "timestamptz",
          "string", "text",
          "double", "double precision");

  static {
    alias(Kind.SMALLINT, "smallint", "int2");
    alias(Kind.INTEGER, "integer", "int", "int4");
    alias(Kind.BIGINT, "bigint", "int8");
    alias(Kind.NUMERIC, "numeric", "decimal");
    alias(Kind.REAL, "real", "float4");
    alias(Kind.DOUBLE, "double precision", "float8", "float");
    alias(Kind.BOOLEAN, "boolean", "bool");
    alias(Kind.TEXT, "text");
    alias(Kind.VARCHAR, "varchar", "character varying");
    alias(Kind.CHAR, "char", "character", "bpchar");
    alias(Kind.DATE, "date");
    alias(Kind.TIME, "time", "time without time zone");
    alias(Kind.TIMESTAMP, "timestamp", "timestamp without time zone");
    alias(Kind.TIMESTAMPTZ, "timestamptz", "timestamp with time zone");
    alias(Kind.UUID, "uuid");
    alias(Kind.JSONB, "jsonb");
    alias(Kind.BYTEA, "bytea");
  }

  private PhysicalTypes() {}

  private static void alias(Kind kind, String... names) {
    for (String name : names) {
      KINDS.put(name, kind);
    }
  }

  /** Empty, with a problem, if it is no type that Towpath can load. */
  static Optional<ColumnType> parse(YamlValue value, String text) {
    Matcher matcher = TYPE.matcher(text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " "));
    if (!matcher.matches()) {
      value.expected("a type of PostgreSQL such as text, bigint, numeric(12,2) or timestamptz");
      return Optional.empty();
    }
    String name = matcher.group(1) + (matcher.group(4) == null ? "" : matcher.group(4));
    Kind kind = KINDS.get(name);
    if (kind == null) {
      String instead = INSTEAD.get(name);
      value.expected(
          instead == null
              ? "a type of PostgreSQL that can be loaded" + Nearest.hint(name, KINDS.keySet())
              : instead);
      return Optional.empty();
    }
    Optional<ColumnType> type = parameters(value, kind, matcher.group(2), matcher.group(3));
    return matcher.group(5) == null ? type : type.map(ColumnType::array);
  }

  private static Optional<ColumnType> parameters(
      YamlValue value, Kind kind, String first, String second) {
    return switch (kind) {
      case NUMERIC -> numeric(value, first, second);
      case VARCHAR -> length(value, kind, first == null ? 0 : Integer.parseInt(first), second);
      case CHAR -> length(value, kind, first == null ? 1 : Integer.parseInt(first), second);
      default -> {
        if (first != null) {
          String why =
              kind == Kind.TIMESTAMP || kind == Kind.TIMESTAMPTZ || kind == Kind.TIME
                  ? "; microseconds are kept"
                  : "";
          value.expected("the type without (" + first + ")" + why);
          yield Optional.empty();
        }
        yield Optional.of(ColumnType.of(kind));
      }
    };
  }

  private static Optional<ColumnType> numeric(YamlValue value, String first, String second) {
    if (first == null) {
      value.expected("numeric(precision,scale) such as numeric(12,2)");
      return Optional.empty();
    }
    int precision = Integer.parseInt(first);
    int scale = second == null ? 0 : Integer.parseInt(second);
    if (precision < 1 || precision > MAX_PRECISION || scale > precision) {
      value.expected("a precision from 1 to 1000 and a scale of at most that");
      return Optional.empty();
    }
    return Optional.of(ColumnType.numeric(precision, scale));
  }

  private static Optional<ColumnType> length(
      YamlValue value, Kind kind, int length, String second) {
    if (second != null || length > MAX_LENGTH || (length < 1 && kind == Kind.CHAR)) {
      value.expected("one length from 1 to 10485760");
      return Optional.empty();
    }
    return Optional.of(new ColumnType(kind, 0, 0, length, null));
  }
}
