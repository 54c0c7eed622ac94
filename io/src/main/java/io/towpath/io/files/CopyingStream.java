package io.towpath.io.files;

import io.towpath.io.raw.RawWriter;
import java.io.InputStream;

/** Writes all that is read from it to the raw zone. */
final class CopyingStream extends WatchedStream {
  private final RawWriter out;

  CopyingStream(InputStream in, RawWriter out) {
    super(in);
    this.out = out;
  }

  @Override
  void passed(byte[] bytes, int offset, int length) {
    out.write(bytes, offset, length);
  }
}
