package io.towpath.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Grows a byte array by big-endian numbers and bytes; re-usable after {@link #clear()}. */
public final class ByteAppender {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int size;

  public ByteAppender(int capacity) {
    bytes = new byte[capacity];
  }

  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** A view of the bytes so far, valid until the next change. */
  public ByteSlice slice() {
    return new ByteSlice(bytes, 0, size);
  }

  public void putByte(int value) {
    int at = reserve(1);
    bytes[at] = (byte) value;
  }

  public void putShort(int value) {
    int at = reserve(2);
    SHORT.set(bytes, at, (short) value);
  }

  public void putInt(int value) {
    int at = reserve(4);
    INT.set(bytes, at, value);
  }

  public void putLong(long value) {
    int at = reserve(8);
    LONG.set(bytes, at, value);
  }

  public void putBytes(byte[] source, int offset, int length) {
    int at = reserve(length);
    System.arraycopy(source, offset, bytes, at, length);
  }

  /** Writes ASCII in place; for all else the encoder's array is worth its price. */
  public void putUtf8(String text) {
    int length = text.length();
    int at = reserve(length);
    byte[] target = bytes;
    for (int i = 0; i < length; i++) {
      char next = text.charAt(i);
      if (next >= 0x80) {
        size = at;
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        putBytes(encoded, 0, encoded.length);
        return;
      }
      target[at + i] = (byte) next;
    }
  }

  public void setByte(int at, int value) {
    bytes[at] = (byte) value;
  }

  public void setInt(int at, int value) {
    INT.set(bytes, at, value);
  }

  /** Makes room for some bytes and returns where they begin. */
  public int reserve(int length) {
    int at = size;
    int needed = Math.addExact(at, length);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
    size = needed;
    return at;
  }
}
