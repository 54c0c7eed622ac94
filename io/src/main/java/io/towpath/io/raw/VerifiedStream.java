package io.towpath.io.raw;

import static io.towpath.io.raw.RawPaths.failure;

import io.towpath.core.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/** Reads a whole part, and compares its checksum with the manifest's once the last byte is read. */
final class VerifiedStream extends InputStream {
  private final InputStream in;
  private final Manifest.Part part;
  private final String place;
  private final CRC32C crc = new CRC32C();
  private long left;

  private VerifiedStream(InputStream in, Manifest.Part part, String place) {
    this.in = in;
    this.part = part;
    this.place = place;
    this.left = part.bytes();
  }

  /** Verifies a stream that is the whole part; a stretch of one has no checksum to compare with. */
  static InputStream of(InputStream in, Manifest.Part part, long length, String place) {
    return length == part.bytes() ? new VerifiedStream(in, part, place) : in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = in.read(bytes, offset, length);
    if (n > 0) {
      crc.update(bytes, offset, n);
      left -= n;
      if (left == 0 && crc.getValue() != part.crc32c()) {
        throw failure(
            "part is damaged: its CRC32C is "
                + crc.getValue()
                + ", its manifest says "
                + part.crc32c()
                + "; restore it",
            place,
            null);
      }
    }
    return n;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
