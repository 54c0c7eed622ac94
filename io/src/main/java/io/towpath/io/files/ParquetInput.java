package io.towpath.io.files;

import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.raw.RawStore;
import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/** Gives Parquet's reader the bytes of a part, stretch by stretch, without a local copy. */
final class ParquetInput implements InputFile {
  private final RawStore store;
  private final Manifest.Part part;

  ParquetInput(RawStore store, Manifest.Part part) {
    this.store = store;
    this.part = part;
  }

  @Override
  public long getLength() {
    return part.bytes();
  }

  @Override
  public SeekableInputStream newStream() {
    Stretches bytes = new Stretches();
    return new DelegatingSeekableInputStream(bytes) {
      @Override
      public long getPos() {
        return bytes.position;
      }

      @Override
      public void seek(long position) {
        bytes.seek(position);
      }
    };
  }

  /** What fails here is the raw zone's failure, not damage of the file. */
  private final class Stretches extends InputStream {
    private long position;
    private @Nullable InputStream open;

    void seek(long target) {
      if (target != position) {
        close();
        position = target;
      }
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (position < 0 || position >= part.bytes()) {
        return -1;
      }
      try {
        InputStream in = open == null ? store.open(part, position, part.bytes()) : open;
        open = in;
        int read = in.read(bytes, offset, length);
        position += Math.max(0, read);
        return read;
      } catch (IOException e) {
        throw failure(e);
      }
    }

    @Override
    public void close() {
      try (InputStream closing = open) {
        open = null;
      } catch (IOException e) {
        throw failure(e);
      }
    }

    private TowpathException failure(IOException cause) {
      return new TowpathException(
          ExitCode.RAW_ZONE, "raw zone: cannot read part: " + store.place(part.path()), cause);
    }
  }
}
