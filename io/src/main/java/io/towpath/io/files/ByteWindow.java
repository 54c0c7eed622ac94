package io.towpath.io.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Looks ahead in a stream as far as asked, and moves on when told. */
final class ByteWindow implements Closeable {
  private final InputStream in;
  private byte[] bytes = new byte[1 << 16];
  private int start;
  private int end;

  ByteWindow(InputStream in) {
    this.in = in;
  }

  /** Whether so many bytes are left. */
  boolean has(int count) throws IOException {
    if (end - start < count) {
      if (count > bytes.length - start) {
        byte[] room = count > bytes.length ? new byte[Math.max(count, bytes.length * 2)] : bytes;
        System.arraycopy(bytes, start, room, 0, end - start);
        end -= start;
        start = 0;
        bytes = room;
      }
      end += in.readNBytes(bytes, end, bytes.length - end);
    }
    return end - start >= count;
  }

  /** A byte that {@link #has} said is there. */
  byte at(int offset) {
    return bytes[start + offset];
  }

  boolean startsWith(int offset, byte[] expected) throws IOException {
    return has(offset + expected.length)
        && Arrays.equals(
            bytes, start + offset, start + offset + expected.length, expected, 0, expected.length);
  }

  /** A copy of bytes that {@link #has} said are there. */
  byte[] copy(int offset, int length) {
    return Arrays.copyOfRange(bytes, start + offset, start + offset + length);
  }

  void skip(int count) {
    start += count;
  }

  /** Moves behind the next occurrence of a pattern; false at the end of the stream. */
  boolean skipPast(byte[] pattern) throws IOException {
    while (has(pattern.length)) {
      for (; end - start >= pattern.length; start++) {
        if (startsWith(0, pattern)) {
          start += pattern.length;
          return true;
        }
      }
    }
    start = end;
    return false;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
