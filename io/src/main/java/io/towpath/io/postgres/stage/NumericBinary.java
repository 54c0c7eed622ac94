package io.towpath.io.postgres.stage;

import io.towpath.core.ByteAppender;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Writes numerics as {@code numeric_recv} reads them: number of digits, weight of the first, sign,
 * digits after the point, then digits to the base of 10,000.
 */
final class NumericBinary {
  private static final int BASE = 10_000;
  private static final int DIGITS_PER_GROUP = 4;
  private static final int POSITIVE = 0;
  private static final int NEGATIVE = 0x4000;

  /** Longs of so many digits can be split at a scale of up to {@link #MAX_FAST_SCALE}. */
  private static final int MAX_FAST_PRECISION = 18;

  private static final int MAX_FAST_SCALE = 15;

  /** What numeric can hold: digits before and after the point. */
  private static final int MAX_DIGITS_BEFORE = 131_072;

  private static final int MAX_SCALE = 16_383;

  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private NumericBinary() {}

  private static boolean fits(BigDecimal number) {
    return number.scale() <= MAX_SCALE
        && (long) number.precision() - number.scale() <= MAX_DIGITS_BEFORE;
  }

  static void put(Object value, ByteAppender out) {
    BigDecimal number = (BigDecimal) value;
    int scale = number.scale();
    if (scale >= 0 && scale <= MAX_FAST_SCALE && number.precision() <= MAX_FAST_PRECISION) {
      putLong(number.unscaledValue().longValue(), scale, out);
    } else if (fits(number)) {
      putBig(scale < 0 ? number.setScale(0) : number, out);
    } else {
      // The server refuses this scale with 22P03, which makes a reject of the row.
      putHeader(0, 0, false, MAX_SCALE + 1, out);
    }
  }

  /** Splits at the point; groups of four digits are counted from the point in both directions. */
  private static void putLong(long unscaled, int scale, ByteAppender out) {
    long magnitude = Math.abs(unscaled);
    long whole = magnitude / POWERS[scale];
    int padding = -scale & (DIGITS_PER_GROUP - 1);
    long fraction = (magnitude - whole * POWERS[scale]) * POWERS[padding];
    int wholeGroups = groups(whole);
    int fractionGroups = (scale + padding) / DIGITS_PER_GROUP;
    int count = wholeGroups + fractionGroups;
    int start = putHeader(count, wholeGroups - 1, unscaled < 0, scale, out);
    putGroups(whole, wholeGroups, start, out);
    putGroups(fraction, fractionGroups, start + 2 * wholeGroups, out);
  }

  private static int groups(long number) {
    int groups = 0;
    for (long rest = number; rest != 0; rest /= BASE) {
      groups++;
    }
    return groups;
  }

  private static void putGroups(long number, int groups, int start, ByteAppender out) {
    long rest = number;
    for (int at = start + 2 * (groups - 1); at >= start; at -= 2) {
      long next = rest / BASE;
      int digit = (int) (rest - next * BASE);
      out.setByte(at, digit >>> 8);
      out.setByte(at + 1, digit);
      rest = next;
    }
  }

  /** Writes all but the groups, makes room for them and returns where they begin. */
  private static int putHeader(
      int count, int weight, boolean negative, int scale, ByteAppender out) {
    out.putInt(8 + 2 * count);
    out.putShort(count);
    out.putShort(weight);
    out.putShort(negative ? NEGATIVE : POSITIVE);
    out.putShort(scale);
    return out.reserve(2 * count);
  }

  private static void putBig(BigDecimal number, ByteAppender out) {
    int scale = number.scale();
    int padding = -scale & (DIGITS_PER_GROUP - 1);
    BigInteger magnitude =
        number.unscaledValue().abs().multiply(BigInteger.valueOf(POWERS[padding]));
    String digits = magnitude.signum() == 0 ? "" : magnitude.toString();
    int lead = -digits.length() & (DIGITS_PER_GROUP - 1);
    int count = (digits.length() + lead) / DIGITS_PER_GROUP;
    int fractionGroups = (scale + padding) / DIGITS_PER_GROUP;
    int at = putHeader(count, count - fractionGroups - 1, number.signum() < 0, scale, out);
    int group = 0;
    for (int i = 0; i < digits.length(); i++) {
      group = group * 10 + (digits.charAt(i) - '0');
      if ((i + 1 + lead) % DIGITS_PER_GROUP == 0) {
        out.setByte(at++, group >>> 8);
        out.setByte(at++, group);
        group = 0;
      }
    }
  }
}
