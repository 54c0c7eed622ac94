package io.towpath.io.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of which somebody sees every byte that is read, those that are skipped too. */
abstract class WatchedStream extends FilterInputStream {
  private static final int STEP = 1 << 16;

  WatchedStream(InputStream in) {
    super(in);
  }

  /** Sees the bytes that were read. */
  abstract void passed(byte[] bytes, int offset, int length) throws IOException;

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read > 0) {
      passed(bytes, offset, read);
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] passedOver = new byte[(int) Math.min(STEP, Math.max(0, count))];
    return Math.max(0, read(passedOver, 0, passedOver.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
