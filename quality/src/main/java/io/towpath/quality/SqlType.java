package io.towpath.quality;

import io.towpath.contract.ColumnType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The types that values of a predicate have while it is evaluated. */
enum SqlType {
  /** Integer or Long. */
  WHOLE,
  DECIMAL,
  /** Double; also Float of a column. */
  FLOAT,
  TEXT,
  /** Text without the blanks at its end, which mean nothing. */
  CHAR,
  BOOLEAN,
  DATE,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  UUID,
  /** A text or null whose type its neighbour decides. */
  UNTYPED;

  /** The type of a column's values; null if predicates cannot speak of it. */
  static @Nullable SqlType of(ColumnType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT -> WHOLE;
      case NUMERIC -> DECIMAL;
      case REAL, DOUBLE -> FLOAT;
      case BOOLEAN -> BOOLEAN;
      case TEXT, VARCHAR -> TEXT;
      case CHAR -> CHAR;
      case DATE -> DATE;
      case TIME -> TIME;
      case TIMESTAMP -> TIMESTAMP;
      case TIMESTAMPTZ -> TIMESTAMPTZ;
      case UUID -> UUID;
      case JSONB, BYTEA, ARRAY -> null;
    };
  }

  boolean isNumber() {
    return this == WHOLE || this == DECIMAL || this == FLOAT;
  }

  /** Whether values have an order that depends on nothing else; that of text is a collation's. */
  boolean isOrdered() {
    return this != TEXT && this != CHAR && this != UUID;
  }

  /** In words of SQL. */
  String words() {
    return switch (this) {
      case WHOLE -> "integer";
      case DECIMAL -> "numeric";
      case FLOAT -> "double precision";
      case UNTYPED -> "unknown";
      default -> name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  /** Orders two values of this type. */
  int compare(Object left, Object right) {
    return switch (this) {
      case WHOLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ ->
          Long.compare(((Number) left).longValue(), ((Number) right).longValue());
      case FLOAT -> compare(((Number) left).doubleValue(), ((Number) right).doubleValue());
      case DECIMAL -> ((BigDecimal) left).compareTo((BigDecimal) right);
      case BOOLEAN -> Boolean.compare((Boolean) left, (Boolean) right);
      case TEXT, CHAR, UUID, UNTYPED -> left.equals(right) ? 0 : 1;
    };
  }

  /** Double.compare puts negative zero before zero; they are equal. NaN cannot occur. */
  private static int compare(double left, double right) {
    return left < right ? -1 : left > right ? 1 : 0;
  }
}
