package io.towpath.transforms.value;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.towpath.contract.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Parses {@code numeric}. Up to 18 digits without exponent, which is nearly every number, become a
 * long and a scale; all others go through {@link BigDecimal} within {@link NumberText}'s limits.
 * Values of a type with a scale have exactly that scale. NaN and infinity are refused.
 */
final class DecimalParser implements ValueParser {
  private static final long[] POWERS = powers();

  private final ColumnType type;
  private final boolean round;
  private final Refusal noNumber;
  private final Refusal surplus;

  private DecimalParser(ColumnType type, boolean round) {
    this.type = type;
    this.round = round;
    String name =
        type.precision() == 0
            ? "numeric"
            : "numeric(" + type.precision() + "," + type.scale() + ")";
    noNumber = Refusal.type("a decimal number that fits " + name);
    surplus =
        Refusal.type(
            "at most " + type.scale() + " digits after the point, or decode: {decimals: round}");
  }

  static DecimalParser of(ColumnType type, boolean round) {
    return new DecimalParser(type, round);
  }

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    int at = from;
    boolean negative = false;
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
      negative = bytes[at] == '-';
      at++;
    }
    if (to - at > 19) {
      return parseLong(bytes, from, to);
    }
    long unscaled = 0;
    int digits = 0;
    int point = -1;
    for (; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit >= 0 && digit <= 9) {
        unscaled = unscaled * 10 + digit;
        digits++;
      } else if (bytes[at] == '.' && point < 0) {
        point = at;
      } else {
        return parseLong(bytes, from, to);
      }
    }
    if (digits == 0) {
      return noNumber;
    }
    if (digits > 18) {
      return parseLong(bytes, from, to);
    }
    return fit(negative ? -unscaled : unscaled, point < 0 ? 0 : to - 1 - point);
  }

  /** Brings a number to the type's scale in long arithmetic where that is exact. */
  private Object fit(long unscaled, int scale) {
    if (type.precision() == 0) {
      return BigDecimal.valueOf(unscaled, scale);
    }
    int missing = type.scale() - scale;
    if (missing < 0 || missing > 18 || type.precision() > 18) {
      return fit(BigDecimal.valueOf(unscaled, scale));
    }
    int room = Math.max(type.precision() - missing, 0); // digits that the unscaled number may have
    if (Math.abs(unscaled) >= POWERS[room]) {
      return unscaled == 0 ? BigDecimal.valueOf(0, type.scale()) : noNumber;
    }
    return BigDecimal.valueOf(unscaled * POWERS[missing], type.scale());
  }

  /** Brings a value to the type's scale and checks its precision. */
  Object fit(BigDecimal value) {
    if (type.precision() == 0) {
      return value;
    }
    BigDecimal fitted = value;
    if (value.scale() != type.scale()) {
      // Far too large a number would only be expanded to be refused.
      if (value.signum() != 0 && value.precision() - value.scale() > 1100) {
        return noNumber;
      }
      fitted = value.setScale(type.scale(), RoundingMode.HALF_UP);
      if (!round && fitted.compareTo(value) != 0) {
        return surplus;
      }
    }
    return fitted.precision() > type.precision() && fitted.signum() != 0 ? noNumber : fitted;
  }

  private Object parseLong(byte[] bytes, int from, int to) {
    return switch (NumberText.judge(bytes, from, to)) {
      case NO_NUMBER -> noNumber;
      case TOO_LARGE -> NumberText.LIMIT;
      case NUMBER -> fit(new BigDecimal(new String(bytes, from, to - from, US_ASCII)));
    };
  }

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }
}
