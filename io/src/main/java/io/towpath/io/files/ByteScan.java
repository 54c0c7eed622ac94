package io.towpath.io.files;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Counts and finds bytes eight at a time. The exact zero-byte test is the one of Warren, Hacker's
 * Delight, 6-1.
 */
final class ByteScan {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long SEVENS = 0x7F7F7F7F7F7F7F7FL;

  private ByteScan() {}

  /** How often the byte stands in {@code [from, to)}. */
  static long count(byte[] bytes, int from, int to, byte wanted) {
    long pattern = (wanted & 0xFFL) * ONES;
    long count = 0;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long x = (long) LONG.get(bytes, at) ^ pattern;
      count += Long.bitCount(~(((x & SEVENS) + SEVENS) | x | SEVENS));
    }
    for (; at < to; at++) {
      if (bytes[at] == wanted) {
        count++;
      }
    }
    return count;
  }

  /** Index of the first such byte in {@code [from, to)}, or -1. */
  static int first(byte[] bytes, int from, int to, byte wanted) {
    for (int at = from; at < to; at++) {
      if (bytes[at] == wanted) {
        return at;
      }
    }
    return -1;
  }

  /** Index of the last such byte in {@code [from, to)}, or -1. */
  static int last(byte[] bytes, int from, int to, byte wanted) {
    for (int at = to - 1; at >= from; at--) {
      if (bytes[at] == wanted) {
        return at;
      }
    }
    return -1;
  }
}
