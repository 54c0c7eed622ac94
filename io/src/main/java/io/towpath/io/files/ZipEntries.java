package io.towpath.io.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a zip archive, in its order, as it streams by: one after another with {@link
 * #nextEntry}, or, read through, all as one. Hidden ones (names beginning with {@code .} or {@code
 * _}) and folders are passed over. At the end the archive's directory must be there and count as
 * many entries as were met, or the archive was cut short.
 */
final class ZipEntries extends InputStream {
  private static final int DIRECTORY_END = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int UNTOLD = 0xFFFF;

  private final Tail tail;
  private final ZipArchiveInputStream zip;
  private boolean begun;
  private boolean open;
  private int met;

  ZipEntries(InputStream in) {
    tail = new Tail(in);
    zip = new ZipArchiveInputStream(tail, "UTF-8", true, true);
  }

  /** Goes to the next file; its name, null after the last. */
  @Nullable String nextEntry() throws IOException {
    begun = true;
    for (ZipArchiveEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      met++;
      String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
      if (!entry.isDirectory() && !entry.getName().startsWith("__MACOSX/") && isShown(name)) {
        if (!zip.canReadEntryData(entry)) {
          throw new IOException(entry.getName() + " is encrypted, or packed in an unknown way");
        }
        open = true;
        return entry.getName();
      }
    }
    open = false;
    requireDirectory();
    return null;
  }

  private static boolean isShown(String name) {
    return !name.startsWith(".") && !name.startsWith("_");
  }

  /** The file that {@link #nextEntry} went to, to its end; closing it closes nothing. */
  InputStream entry() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return zip.read();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return zip.read(bytes, offset, length);
      }
    };
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (open || (!begun && nextEntry() != null)) {
      int read = zip.read(bytes, offset, length);
      if (read >= 0) {
        return read;
      }
      String unused = nextEntry();
    }
    return -1;
  }

  private void requireDirectory() throws IOException {
    tail.transferTo(OutputStream.nullOutputStream());
    byte[] end = tail.bytes();
    int at = end.length - DIRECTORY_END;
    while (at >= 0 && !isDirectoryEnd(end, at)) {
      at--;
    }
    if (at < 0) {
      throw new IOException("no zip archive, or one that was cut short");
    }
    int told = (end[at + 10] & 0xFF) | (end[at + 11] & 0xFF) << 8;
    if (told != UNTOLD && told != met) {
      throw new IOException("an archive of " + told + " entries that holds " + met);
    }
  }

  private static boolean isDirectoryEnd(byte[] bytes, int at) {
    return bytes[at] == 'P' && bytes[at + 1] == 'K' && bytes[at + 2] == 5 && bytes[at + 3] == 6;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** Remembers the last bytes that passed. */
  private static final class Tail extends WatchedStream {
    private final byte[] last = new byte[2 * (DIRECTORY_END + LONGEST_COMMENT)];
    private int filled;

    Tail(InputStream in) {
      super(in);
    }

    byte[] bytes() {
      return Arrays.copyOf(last, filled);
    }

    @Override
    void passed(byte[] bytes, int offset, int length) {
      int half = last.length / 2;
      int kept = Math.min(length, half);
      if (filled + kept > last.length) {
        System.arraycopy(last, filled - half, last, 0, half);
        filled = half;
      }
      System.arraycopy(bytes, offset + length - kept, last, filled, kept);
      filled += kept;
    }
  }
}
