package io.towpath.io.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Gives a stream's bytes one by one, without a lock for each. */
final class ByteInput implements Closeable {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;

  ByteInput(InputStream in) {
    this.in = in;
  }

  /** The next byte, -1 at the end. */
  int read() throws IOException {
    if (at == filled) {
      filled = Math.max(0, in.read(buffer, 0, buffer.length));
      at = 0;
      if (filled == 0) {
        return -1;
      }
    }
    return buffer[at++] & 0xFF;
  }

  /** The next byte that is no white space of JSON, -1 at the end. */
  int readPastBlanks() throws IOException {
    int found = read();
    while (found == ' ' || found == '\n' || found == '\r' || found == '\t') {
      found = read();
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
