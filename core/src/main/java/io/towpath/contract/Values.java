package io.towpath.contract;

import io.towpath.contract.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads values that a contract writes as text: bounds, allowed values and examples. */
final class Values {
  private Values() {}

  /** Null if the text is a value of the type, else what was expected. */
  static @Nullable String complaint(ColumnType type, String text) {
    try {
      return switch (type.kind()) {
        case SMALLINT -> whole(text, BigInteger.valueOf(Short.MAX_VALUE), "smallint");
        case INTEGER -> whole(text, BigInteger.valueOf(Integer.MAX_VALUE), "integer");
        case BIGINT -> whole(text, BigInteger.valueOf(Long.MAX_VALUE), "bigint");
        default -> {
          parse(type, text);
          yield null;
        }
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      return expectation(type.kind());
    }
  }

  private static @Nullable String whole(String text, BigInteger greatest, String name) {
    BigInteger value = new BigDecimal(text).stripTrailingZeros().toBigInteger();
    boolean isWhole = new BigDecimal(value).compareTo(new BigDecimal(text)) == 0;
    boolean fits =
        value.compareTo(greatest) <= 0
            && value.compareTo(greatest.add(BigInteger.ONE).negate()) >= 0;
    if (isWhole && fits) {
      return null;
    }
    return isWhole ? "a number that fits " + name : "a whole number";
  }

  private static String expectation(Kind kind) {
    return switch (kind) {
      case DATE -> "a date such as \"2020-01-31\"";
      case TIME -> "a time such as \"16:05:00\"";
      case TIMESTAMP -> "a time of day and no zone such as \"2020-01-31T16:05:00\"";
      case TIMESTAMPTZ -> "an instant with its offset such as \"2020-01-31T16:05:00Z\"";
      case UUID -> "a UUID";
      case BOOLEAN -> "true or false";
      default -> "a number";
    };
  }

  /** The sign of the order of two values of the type. */
  static int compare(ColumnType type, String left, String right) {
    return order(parse(type, left), parse(type, right));
  }

  @SuppressWarnings("unchecked") // both are of the class that parse chose for one type
  private static <T extends Comparable<T>> int order(Object left, Object right) {
    return ((T) left).compareTo((T) right);
  }

  private static Object parse(ColumnType type, String text) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT, NUMERIC, REAL, DOUBLE -> new BigDecimal(text);
      case DATE -> LocalDate.parse(text);
      case TIME -> LocalTime.parse(text);
      case TIMESTAMP -> LocalDateTime.parse(text);
      case TIMESTAMPTZ -> OffsetDateTime.parse(text).toInstant();
      case UUID -> uuid(text);
      case BOOLEAN -> bool(text);
      default -> text;
    };
  }

  /** UUID.fromString also takes shortened forms. */
  private static UUID uuid(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("not 36 characters");
    }
    return UUID.fromString(text);
  }

  private static Boolean bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("neither true nor false");
    }
    return Boolean.valueOf(text);
  }
}
