package io.towpath.io.files;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.InputStream;

/**
 * Stops a decompression bomb: no file becomes more than {@value #MOST} times as long, except that
 * every file may become {@value #ALWAYS} bytes long. Real text shrinks to a fifth or a fiftieth.
 */
final class LimitedExpansion extends WatchedStream {
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
  void passed(byte[] bytes, int offset, int length) {
    passed += length;
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
}
