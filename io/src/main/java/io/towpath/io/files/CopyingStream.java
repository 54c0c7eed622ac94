package io.towpath.io.files;

import io.towpath.io.raw.RawWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Writes all that is read from it to the raw zone. */
final class CopyingStream extends FilterInputStream {
  private final RawWriter out;

  CopyingStream(InputStream in, RawWriter out) {
    super(in);
    this.out = out;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read > 0) {
      out.write(bytes, offset, read);
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] passedOver = new byte[(int) Math.min(1 << 16, Math.max(0, count))];
    return Math.max(0, read(passedOver, 0, passedOver.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
