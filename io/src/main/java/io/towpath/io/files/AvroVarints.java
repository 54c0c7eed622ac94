package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Reads Avro's longs from a window, moving an offset of its own. */
final class AvroVarints {
  /** Stands for a long that was cut short or is none. */
  static final long NONE = Long.MIN_VALUE;

  private static final int LONGEST = 10;

  private final ByteWindow window;
  private int offset;

  AvroVarints(ByteWindow window, int offset) {
    this.window = window;
    this.offset = offset;
  }

  /** The next long, or {@link #NONE}. */
  long next() throws IOException {
    long value = 0;
    for (int i = 0; i < LONGEST && window.has(offset + 1); i++) {
      byte found = window.at(offset++);
      value |= (found & 0x7FL) << (7 * i);
      if (found >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    return NONE;
  }

  int offset() {
    return offset;
  }

  void skip(int count) {
    offset += count;
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
