package io.towpath.quality;

import io.towpath.contract.ColumnType;
import java.math.BigDecimal;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A part of a predicate: its type, and how to get its value from a record; null is SQL's null.
 *
 * @param type of the values
 * @param literal the text of an untyped literal, null for all else
 * @param value gives the value
 */
record SqlNode(SqlType type, @Nullable String literal, Value value) {
  private static final long MICROS_OF_DAY = 86_400_000_000L;

  /** Gives a value from a record. */
  @FunctionalInterface
  interface Value {
    @Nullable Object of(GenericRecord record);
  }

  static SqlNode of(SqlType type, Value value) {
    return new SqlNode(type, null, value);
  }

  static SqlNode constant(SqlType type, Object value) {
    return of(type, record -> value);
  }

  static SqlNode untyped(@Nullable String text) {
    return new SqlNode(SqlType.UNTYPED, text, record -> text);
  }

  /** The type in which two nodes compare. */
  static SqlType common(SqlNode left, SqlNode right) {
    SqlType a = left.type;
    SqlType b = right.type;
    if (a == b) {
      return a == SqlType.UNTYPED ? SqlType.TEXT : a;
    }
    if (a == SqlType.UNTYPED || b == SqlType.UNTYPED) {
      return a == SqlType.UNTYPED ? b : a;
    }
    if (a.isNumber() && b.isNumber()) {
      return a == SqlType.FLOAT || b == SqlType.FLOAT ? SqlType.FLOAT : SqlType.DECIMAL;
    }
    if (isEither(a, b, SqlType.DATE, SqlType.TIMESTAMP)) {
      return SqlType.TIMESTAMP;
    }
    if (isEither(a, b, SqlType.TEXT, SqlType.CHAR)) {
      return SqlType.TEXT;
    }
    throw new SqlProblem("cannot compare " + a.words() + " with " + b.words() + timezoneHint(a, b));
  }

  private static boolean isEither(SqlType a, SqlType b, SqlType one, SqlType other) {
    return (a == one && b == other) || (a == other && b == one);
  }

  private static String timezoneHint(SqlType a, SqlType b) {
    return a == SqlType.TIMESTAMPTZ || b == SqlType.TIMESTAMPTZ
        ? "; what a timestamptz is elsewhere depends on the session's time zone"
        : "";
  }

  /** This node with values of a type that {@link #common} gave. */
  SqlNode as(SqlType target) {
    if (type == target) {
      return this;
    }
    if (type == SqlType.UNTYPED) {
      return literal == null
          ? of(target, record -> null)
          : constant(target, parse(target, literal));
    }
    return of(target, converting(target));
  }

  private Value converting(SqlType target) {
    Value from = value;
    return switch (target) {
      case DECIMAL ->
          record -> {
            Object found = from.of(record);
            return found == null ? null : BigDecimal.valueOf(((Number) found).longValue());
          };
      case FLOAT ->
          record -> {
            Object found = from.of(record);
            return found == null ? null : ((Number) found).doubleValue();
          };
      case TIMESTAMP ->
          record -> {
            Object found = from.of(record);
            return found == null ? null : ((Number) found).longValue() * MICROS_OF_DAY;
          };
      default -> from; // char to text: its blanks are gone already
    };
  }

  private static Object parse(SqlType type, String text) {
    if (type == SqlType.TEXT) {
      return text;
    }
    ColumnType.Kind kind =
        switch (type) {
          case WHOLE -> ColumnType.Kind.BIGINT;
          case FLOAT -> ColumnType.Kind.DOUBLE;
          case DECIMAL, UNTYPED -> ColumnType.Kind.NUMERIC;
          default -> ColumnType.Kind.valueOf(type.name());
        };
    try {
      return type == SqlType.DECIMAL
          ? new BigDecimal(text.strip())
          : Literals.parse(ColumnType.of(kind), completed(type, text.strip()));
    } catch (IllegalArgumentException e) {
      throw new SqlProblem(
          "'"
              + text
              + "' is no "
              + type.words()
              + " in ISO 8601 or plain digits"
              + offsetHint(type));
    }
  }

  /** PostgreSQL takes a date alone for its midnight, and +00 for +00:00. */
  private static String completed(SqlType type, String text) {
    return switch (type) {
      case TIMESTAMP -> text.length() == 10 ? text + "T00:00:00" : text;
      case TIMESTAMPTZ -> text.matches(".*:\\d\\d(\\.\\d+)?[+-]\\d\\d") ? text + ":00" : text;
      default -> text;
    };
  }

  private static String offsetHint(SqlType type) {
    return type == SqlType.TIMESTAMPTZ ? ", with its offset, such as 2020-01-31 16:05:00Z" : "";
  }
}
