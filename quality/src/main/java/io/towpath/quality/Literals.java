package io.towpath.quality;

import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Turns what a contract writes (bounds, allowed values) into values as records hold them, and
 * values of records into text.
 */
final class Literals {
  private static final long MICROS = 1_000_000L;

  private Literals() {}

  /**
   * The value of a text.
   *
   * @throws IllegalArgumentException if the text is no value of the type
   */
  static Object parse(ColumnType type, String text) {
    try {
      return switch (type.kind()) {
        case SMALLINT, INTEGER -> new BigDecimal(text).intValueExact();
        case BIGINT -> new BigDecimal(text).longValueExact();
        case NUMERIC -> decimal(type, new BigDecimal(text));
        case REAL -> Float.valueOf(text);
        case DOUBLE -> Double.valueOf(text);
        case BOOLEAN -> Boolean.valueOf(text);
        case DATE -> (int) LocalDate.parse(text).toEpochDay();
        case TIME -> LocalTime.parse(text).toNanoOfDay() / 1000;
        case TIMESTAMP ->
            micros(LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
        case TIMESTAMPTZ -> micros(OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
        case UUID -> UUID.fromString(text);
        case CHAR -> text.stripTrailing();
        case TEXT, VARCHAR, JSONB -> text;
        case BYTEA, ARRAY ->
            throw new IllegalArgumentException("no values of this type can be written here");
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** With the column's scale where that is exact: values of equal scale compare as longs. */
  private static BigDecimal decimal(ColumnType type, BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    return plain.scale() <= type.scale() ? plain.setScale(type.scale()) : plain;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** A value as text, for a reject. */
  static String text(Kind kind, Object value) {
    return switch (kind) {
      case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
      case TIME -> LocalTime.ofNanoOfDay((Long) value * 1000).toString();
      case TIMESTAMP -> instant((Long) value).toString().replace("Z", "");
      case TIMESTAMPTZ -> instant((Long) value).toString();
      case NUMERIC -> ((BigDecimal) value).toPlainString();
      default -> value.toString();
    };
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
  }
}
