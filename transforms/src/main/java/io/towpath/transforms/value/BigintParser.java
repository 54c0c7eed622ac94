package io.towpath.transforms.value;

/** Parses {@code bigint}: an optional sign and decimal digits, nothing else. */
final class BigintParser implements ValueParser {
  /** Stands for "not a number"; the smallest long itself is told apart by its text. */
  static final long NO_LONG = Long.MIN_VALUE;

  private static final byte[] SMALLEST = ascii("-9223372036854775808");
  private static final Refusal REFUSAL =
      Refusal.type("a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    long value = parseLong(bytes, from, to);
    if (value == NO_LONG && !isSmallest(bytes, from, to)) {
      return REFUSAL;
    }
    return value;
  }

  /** The number, or {@link #NO_LONG} if the slice is none or leaves the range of a long. */
  static long parseLong(byte[] bytes, int from, int to) {
    int at = from;
    boolean negative = false;
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
      negative = bytes[at] == '-';
      at++;
    }
    if (at == to) {
      return NO_LONG;
    }
    while (at < to - 1 && bytes[at] == '0') {
      at++;
    }
    if (to - at > 19) {
      return NO_LONG;
    }
    long value = 0;
    for (; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return NO_LONG;
      }
      value = value * 10 + digit;
    }
    // 19 digits overflow at most once, into the negative numbers.
    if (value < 0) {
      return NO_LONG;
    }
    return negative ? -value : value;
  }

  private static boolean isSmallest(byte[] bytes, int from, int to) {
    return java.util.Arrays.equals(bytes, from, to, SMALLEST, 0, SMALLEST.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
