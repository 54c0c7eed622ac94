package io.towpath.core;

/** Finds the payloads of envelopes that follow each other, without copying them. */
public final class EnvelopeReader {
  private static final int NUMBERS = 3;
  private static final int LONGEST_NUMBER = 64;

  private final byte[] bytes;
  private int at;

  /** Reads envelopes from the beginning of these bytes. */
  public EnvelopeReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether all was read. */
  public boolean atEnd() {
    return at >= bytes.length;
  }

  /**
   * The next payload.
   *
   * @throws IllegalArgumentException if the bytes are no envelope
   */
  public ByteSlice next() {
    ByteSlice payload = text();
    text();
    for (int i = 0; i < NUMBERS; i++) {
      number();
    }
    return payload;
  }

  private ByteSlice text() {
    long length = number();
    if (length < 0 || length > bytes.length - at) {
      throw new IllegalArgumentException(
          "a length of " + length + " in " + bytes.length + " bytes");
    }
    ByteSlice slice = new ByteSlice(bytes, at, (int) length);
    at += (int) length;
    return slice;
  }

  private long number() {
    long value = 0;
    for (int shift = 0; shift < LONGEST_NUMBER && at < bytes.length; shift += 7) {
      byte next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new IllegalArgumentException("a number without an end");
  }
}
