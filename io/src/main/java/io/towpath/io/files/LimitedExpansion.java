package io.towpath.io.files;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Stops a decompression bomb: no file becomes more than {@value #MOST} times as long, except that
 * every file may become {@value #ALWAYS} bytes long. Real text shrinks to a fifth or a fiftieth.
 */
final class LimitedExpansion extends FilterInputStream {
  static final long MOST = 500;
  static final long ALWAYS = 256L << 20;

  private final long limit;
  private final String codec;
  private long passed;

  LimitedExpansion(InputStream in, long stored, String codec) {
    super(in);
    this.limit = Math.max(ALWAYS, stored * MOST);
    this.codec = codec;
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
      passed += read;
      if (passed > limit) {
        throw new TowpathException(
            ExitCode.SOURCE,
            codec
                + " data unpacks to more than "
                + limit
                + " bytes, which is "
                + MOST
                + " times its size; is it a decompression bomb? Deliver it uncompressed if not");
      }
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
