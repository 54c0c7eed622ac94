package io.towpath.io.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes one record after another in Avro's binary form (Avro 1.11 specification, "Binary
 * Encoding"), without an object per value.
 */
final class AvroBuffer {
  private byte[] bytes = new byte[1 << 12];
  private int size;

  /** Begins the next record. */
  void clear() {
    size = 0;
  }

  /** The record; valid until the next one is begun. */
  ByteBuffer record() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  /** An int, a long, a length or the number of a union's branch. */
  void number(long value) {
    room(10);
    long zigzag = (value << 1) ^ (value >> 63);
    while ((zigzag & ~0x7FL) != 0) {
      bytes[size++] = (byte) (zigzag | 0x80);
      zigzag >>>= 7;
    }
    bytes[size++] = (byte) zigzag;
  }

  /** Bytes or text. */
  void bytes(byte[] from, int offset, int length) {
    number(length);
    room(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  void text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    bytes(utf8, 0, utf8.length);
  }

  void flag(boolean value) {
    room(1);
    bytes[size++] = (byte) (value ? 1 : 0);
  }

  /** A float by its bits. */
  void real(int bits) {
    room(4);
    for (int shift = 0; shift < 32; shift += 8) {
      bytes[size++] = (byte) (bits >>> shift);
    }
  }

  /** A double by its bits. */
  void real(long bits) {
    room(8);
    for (int shift = 0; shift < 64; shift += 8) {
      bytes[size++] = (byte) (bits >>> shift);
    }
  }

  /** A decimal's unscaled value: as few bytes of two's complement as it needs. */
  void unscaled(long value) {
    int length = 8 - (Long.numberOfLeadingZeros(value ^ (value >> 63)) - 1) / 8;
    number(length);
    room(length);
    for (int shift = (length - 1) * 8; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
