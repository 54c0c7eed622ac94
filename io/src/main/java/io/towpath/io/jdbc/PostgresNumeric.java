package io.towpath.io.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads PostgreSQL's binary numeric: digits to the base of 10,000, of which the first has a weight
 * (src/backend/utils/adt/numeric.c, numeric_send).
 */
final class PostgresNumeric {
  private static final int HEAD = 8;
  private static final int NEGATIVE = 0x4000;
  private static final int DIGITS = 4;
  private static final int FITS_LONG = 18;
  private static final BigInteger BASE = BigInteger.valueOf(10_000);
  private static final long[] POWERS = new long[FITS_LONG + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private PostgresNumeric() {}

  /** NaN or an infinity as text, null for a number. */
  static @Nullable String exception(byte[] bytes, int at) {
    return switch (unsigned(bytes, at + 4)) {
      case 0xC000 -> "NaN";
      case 0xD000 -> "Infinity";
      case 0xF000 -> "-Infinity";
      default -> null;
    };
  }

  /** Writes the unscaled value of a number that has at most the precision and the scale. */
  static void unscaled(byte[] bytes, int at, SourceColumn column, AvroBuffer out) {
    if (column.precision() > FITS_LONG) {
      byte[] unscaled = decimal(bytes, at).setScale(column.scale()).unscaledValue().toByteArray();
      out.bytes(unscaled, 0, unscaled.length);
      return;
    }
    int digits = unsigned(bytes, at);
    int exponent = DIGITS * (short) unsigned(bytes, at + 2) + column.scale();
    long value = 0;
    for (int i = 0; i < digits; i++, exponent -= DIGITS) {
      long digit = unsigned(bytes, at + HEAD + 2 * i);
      value += exponent >= 0 ? digit * POWERS[exponent] : digit / POWERS[-exponent];
    }
    out.unscaled(unsigned(bytes, at + 4) == NEGATIVE ? -value : value);
  }

  /** The number with all digits that PostgreSQL shows. */
  static BigDecimal decimal(byte[] bytes, int at) {
    int digits = unsigned(bytes, at);
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < digits; i++) {
      value = value.multiply(BASE).add(BigInteger.valueOf(unsigned(bytes, at + HEAD + 2 * i)));
    }
    int scale = DIGITS * (digits - 1 - (short) unsigned(bytes, at + 2));
    boolean negative = unsigned(bytes, at + 4) == NEGATIVE;
    return new BigDecimal(negative ? value.negate() : value, scale)
        .setScale(unsigned(bytes, at + 6));
  }

  private static int unsigned(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }
}
