package io.towpath.transforms.value;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Parses {@code real} and {@code double precision}. Refuses NaN and infinity, numbers that
 * overflow, and numbers other than zero that would become zero. Negative zero becomes zero.
 */
final class FloatParser implements ValueParser {
  private static final Refusal REAL = Refusal.type("a finite number that fits real");
  private static final Refusal DOUBLE = Refusal.type("a finite number that fits double precision");

  private final boolean single;

  FloatParser(boolean single) {
    this.single = single;
  }

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    NumberText.Form form = NumberText.judge(bytes, from, to);
    if (form == NumberText.Form.TOO_LARGE) {
      return NumberText.LIMIT;
    }
    if (form == NumberText.Form.NO_NUMBER) {
      return single ? REAL : DOUBLE;
    }
    String text = new String(bytes, from, to - from, US_ASCII);
    if (single) {
      float value = Float.parseFloat(text) + 0.0f;
      return Float.isInfinite(value) || (value == 0 && !isZero(bytes, from, to)) ? REAL : value;
    }
    double value = Double.parseDouble(text) + 0.0;
    return Double.isInfinite(value) || (value == 0 && !isZero(bytes, from, to)) ? DOUBLE : value;
  }

  /** Whether the mantissa has no digit but zero. */
  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int at = from; at < to && bytes[at] != 'e' && bytes[at] != 'E'; at++) {
      if (bytes[at] >= '1' && bytes[at] <= '9') {
        return false;
      }
    }
    return true;
  }
}
