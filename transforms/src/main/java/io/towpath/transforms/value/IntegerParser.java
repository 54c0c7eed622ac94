package io.towpath.transforms.value;

/**
 * Parses {@code smallint} and {@code integer}: an optional sign and decimal digits, nothing else.
 */
final class IntegerParser implements ValueParser {
  private final int min;
  private final int max;
  private final Refusal refusal;

  private IntegerParser(int min, int max) {
    this.min = min;
    this.max = max;
    refusal = Refusal.type("a whole number from " + min + " to " + max);
  }

  static IntegerParser of(int min, int max) {
    return new IntegerParser(min, max);
  }

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    long value = BigintParser.parseLong(bytes, from, to);
    if (value < min || value > max) { // NO_LONG is below every minimum
      return refusal;
    }
    return (int) value;
  }
}
