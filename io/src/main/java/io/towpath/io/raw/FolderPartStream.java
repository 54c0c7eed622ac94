package io.towpath.io.raw;

import static io.towpath.io.raw.RawPaths.failure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a stretch of a file, and takes an end before its own for damage. */
final class FolderPartStream extends InputStream {
  private final FileChannel channel;
  private final String place;
  private long left;

  FolderPartStream(FileChannel channel, long left, String place) {
    this.channel = channel;
    this.left = left;
    this.place = place;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int n = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left)));
    if (n < 0) {
      throw failure("part was cut short while it was read, restore it", place, null);
    }
    left -= n;
    return n;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, left);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
