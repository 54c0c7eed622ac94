package io.towpath.transforms.value;

import java.util.UUID;

/** Parses {@code uuid}: 32 hexadecimal digits, with the hyphens of RFC 9562 or without any. */
final class UuidParser implements ValueParser {
  private static final Refusal REFUSAL =
      Refusal.type("a UUID such as 123e4567-e89b-12d3-a456-426614174000");

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    boolean hyphens = to - from == 36;
    if (!hyphens && to - from != 32) {
      return REFUSAL;
    }
    long high = 0;
    long low = 0;
    int digits = 0;
    for (int at = from; at < to; at++) {
      int offset = at - from;
      if (hyphens && (offset == 8 || offset == 13 || offset == 18 || offset == 23)) {
        if (bytes[at] != '-') {
          return REFUSAL;
        }
        continue;
      }
      int digit = Character.digit(bytes[at], 16);
      if (digit < 0) {
        return REFUSAL;
      }
      high = digits < 16 ? high << 4 | digit : high;
      low = digits < 16 ? low : low << 4 | digit;
      digits++;
    }
    return new UUID(high, low);
  }
}
