package io.towpath.bench.lineitem;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a text file line by line and counts the lines. */
final class Lines implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;

  private final OutputStream out;
  private long count;

  private Lines(OutputStream out) {
    this.out = out;
  }

  static Lines create(Path file) throws IOException {
    return new Lines(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
  }

  void write(String line) throws IOException {
    out.write(line.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
    count++;
  }

  long count() {
    return count;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
