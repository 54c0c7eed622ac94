package io.towpath.quality;

import io.towpath.contract.ColumnType;
import io.towpath.contract.Field.Constraints;
import io.towpath.core.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares values with bounds of their own class: longs for whole numbers and times. */
final class RangeTests {
  private RangeTests() {}

  static List<ValueTest> of(ColumnType type, Constraints constraints) {
    List<ValueTest> tests = new ArrayList<>();
    add(tests, type, constraints.minimum(), Side.MINIMUM);
    add(tests, type, constraints.exclusiveMinimum(), Side.EXCLUSIVE_MINIMUM);
    add(tests, type, constraints.maximum(), Side.MAXIMUM);
    add(tests, type, constraints.exclusiveMaximum(), Side.EXCLUSIVE_MAXIMUM);
    return tests;
  }

  private enum Side {
    MINIMUM("at least "),
    EXCLUSIVE_MINIMUM("more than "),
    MAXIMUM("at most "),
    EXCLUSIVE_MAXIMUM("less than ");

    private final String words;

    Side(String words) {
      this.words = words;
    }

    boolean holds(int order) {
      return switch (this) {
        case MINIMUM -> order >= 0;
        case EXCLUSIVE_MINIMUM -> order > 0;
        case MAXIMUM -> order <= 0;
        case EXCLUSIVE_MAXIMUM -> order < 0;
      };
    }
  }

  private static void add(
      List<ValueTest> tests, ColumnType type, @Nullable String bound, Side side) {
    if (bound != null) {
      tests.add(new ValueTest(Reason.RANGE, side.words + bound, predicate(type, bound, side)));
    }
  }

  private static ValueTest.Predicate predicate(ColumnType type, String bound, Side side) {
    switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT -> {
        // The bound may lie outside the type, as u32's does for a smallint.
        BigDecimal exact = new BigDecimal(bound);
        return exact.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                && exact.stripTrailingZeros().scale() <= 0
            ? wholeNumbers(exact.longValueExact(), side)
            : value -> side.holds(BigDecimal.valueOf(asLong(value)).compareTo(exact));
      }
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> {
        return wholeNumbers(asLong(Literals.parse(type, bound)), side);
      }
      case NUMERIC -> {
        BigDecimal limit = (BigDecimal) Literals.parse(type, bound);
        return value -> side.holds(((BigDecimal) value).compareTo(limit));
      }
      case REAL, DOUBLE -> {
        double limit = Double.parseDouble(bound) + 0.0; // so that -0 is 0
        return value -> side.holds(Double.compare(((Number) value).doubleValue(), limit));
      }
      default -> throw new IllegalArgumentException(type.kind() + " has no order");
    }
  }

  private static ValueTest.Predicate wholeNumbers(long limit, Side side) {
    return switch (side) {
      case MINIMUM -> value -> asLong(value) >= limit;
      case EXCLUSIVE_MINIMUM -> value -> asLong(value) > limit;
      case MAXIMUM -> value -> asLong(value) <= limit;
      case EXCLUSIVE_MAXIMUM -> value -> asLong(value) < limit;
    };
  }

  private static long asLong(Object value) {
    return value instanceof Integer small ? small : (Long) value;
  }

  static ValueTest multipleOf(ColumnType type, String step) {
    BigDecimal divisor = new BigDecimal(step);
    String expected = "a multiple of " + step;
    return switch (type.kind()) {
      case NUMERIC ->
          new ValueTest(
              Reason.RANGE,
              expected,
              value -> ((BigDecimal) value).remainder(divisor).signum() == 0);
      case REAL, DOUBLE ->
          new ValueTest(
              Reason.RANGE,
              expected,
              value -> new BigDecimal(value.toString()).remainder(divisor).signum() == 0);
      default ->
          new ValueTest(
              Reason.RANGE,
              expected,
              value -> BigDecimal.valueOf(asLong(value)).remainder(divisor).signum() == 0);
    };
  }
}
