package io.towpath.transforms.value;

import java.nio.ByteBuffer;

/**
 * Parses {@code bytea}: hexadecimal digits in pairs, after PostgreSQL's {@code \x} or without it.
 */
final class HexParser implements ValueParser {
  private static final Refusal REFUSAL =
      Refusal.type("bytes as hexadecimal digits, such as \\x00ff");

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    int at = to - from >= 2 && bytes[from] == '\\' && bytes[from + 1] == 'x' ? from + 2 : from;
    if ((to - at) % 2 != 0) {
      return REFUSAL;
    }
    byte[] value = new byte[(to - at) / 2];
    for (int i = 0; i < value.length; i++) {
      int high = Character.digit(bytes[at + 2 * i], 16);
      int low = Character.digit(bytes[at + 2 * i + 1], 16);
      if (high < 0 || low < 0) {
        return REFUSAL;
      }
      value[i] = (byte) (high << 4 | low);
    }
    return ByteBuffer.wrap(value);
  }
}
