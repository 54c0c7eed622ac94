package io.towpath.io.files;

import io.towpath.config.Feed;
import io.towpath.config.Layout;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the records of a text file.
 *
 * @param head the header record without its line break, null where the format has none
 * @param position of the first byte after it
 * @param line of the first byte after it
 * @param rest bytes after it that were read as well
 */
@SuppressWarnings("ArrayRecordComponent") // travels from one method to the next
record TextHead(byte @Nullable [] head, long position, long line, byte[] rest) {
  private static final int STEP = 1 << 16;
  private static final int LONGEST = 1 << 24;

  /** Reads byte order mark, leading blank lines and header from the start of a file. */
  static TextHead read(InputStream in, Layout layout, String source) throws IOException {
    byte[] bytes = in.readNBytes(STEP);
    int start = ByteOrderMark.utf8(bytes) ? ByteOrderMark.UTF8_LENGTH : 0;
    if (layout.format() != Feed.Format.CSV || !layout.dialect().header()) {
      return new TextHead(null, start, 1, Arrays.copyOfRange(bytes, start, bytes.length));
    }
    long line = 1;
    for (int end = lineEnd(bytes, start); end > 0 && blank(bytes, start, end); line++) {
      start = end;
      end = lineEnd(bytes, start);
    }
    RecordEnds ends = new RecordEnds(layout);
    int end = ends.end(bytes, start, bytes.length, bytes.length < STEP);
    while (end < 0) {
      byte[] more = in.readNBytes(bytes.length);
      if (bytes.length > LONGEST) {
        throw new TowpathException(
            ExitCode.SOURCE,
            source + ": no header within the first " + LONGEST + " bytes; is it delimited text?");
      }
      int scanned = bytes.length;
      bytes = Arrays.copyOf(bytes, scanned + more.length);
      System.arraycopy(more, 0, bytes, scanned, more.length);
      end = ends.end(bytes, start, bytes.length, more.length < scanned);
    }
    line += ByteScan.count(bytes, start, end, (byte) '\n');
    byte[] head = Arrays.copyOfRange(bytes, start, contentEnd(bytes, start, end));
    return new TextHead(head, end, line, Arrays.copyOfRange(bytes, end, bytes.length));
  }

  /** The same header before records that begin elsewhere. */
  TextHead at(long otherPosition, long otherLine) {
    return new TextHead(head, otherPosition, otherLine, new byte[0]);
  }

  private static int lineEnd(byte[] bytes, int from) {
    return ByteScan.first(bytes, from, bytes.length, (byte) '\n') + 1;
  }

  private static boolean blank(byte[] bytes, int from, int end) {
    return contentEnd(bytes, from, end) == from;
  }

  private static int contentEnd(byte[] bytes, int from, int end) {
    int at = end;
    if (at > from && bytes[at - 1] == '\n') {
      at--;
    }
    if (at > from && bytes[at - 1] == '\r') {
      at--;
    }
    return at;
  }
}
