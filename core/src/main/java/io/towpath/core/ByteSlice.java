package io.towpath.core;

/**
 * A stretch of a byte array that its owner re-uses: valid until the owner is asked for the next
 * one.
 */
@SuppressWarnings("ArrayRecordComponent") // a view, compared nowhere
public record ByteSlice(byte[] bytes, int offset, int length) {

  /** Copies the bytes and returns where they end in the target. */
  public int copyTo(byte[] target, int at) {
    System.arraycopy(bytes, offset, target, at, length);
    return at + length;
  }
}
