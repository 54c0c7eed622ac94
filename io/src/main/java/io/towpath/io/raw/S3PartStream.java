package io.towpath.io.raw;

import io.towpath.core.Manifest;
import java.io.InputStream;

/**
 * Reads a stretch of a part in windows, each fetched whole by one request that the client repeats
 * if the connection breaks; so a reader that is slow holds no connection.
 */
final class S3PartStream extends InputStream {
  private static final int FIRST = 1 << 20;
  private static final int LARGEST = 8 << 20;

  private final S3RawStore store;
  private final Manifest.Part part;
  private final long to;
  private long next;
  private int size = FIRST;
  private byte[] window = new byte[0];
  private int at;

  S3PartStream(S3RawStore store, Manifest.Part part, long from, long to) {
    this.store = store;
    this.part = part;
    this.next = from;
    this.to = to;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (at == window.length) {
      if (next == to) {
        return -1;
      }
      fetch();
    }
    int n = Math.min(length, window.length - at);
    System.arraycopy(window, at, bytes, offset, n);
    at += n;
    return n;
  }

  @Override
  public int available() {
    return window.length - at;
  }

  /** Small at first, since many readers want the head only. */
  private void fetch() {
    window = new byte[0];
    long end = Math.min(to, next + size);
    window = store.range(part, next, end);
    at = 0;
    next = end;
    size = Math.min(LARGEST, size * 2);
  }
}
