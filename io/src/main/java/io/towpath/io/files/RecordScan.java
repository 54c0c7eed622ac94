package io.towpath.io.files;

import java.util.Arrays;

/**
 * Finds the ends of records while a file flows by. It holds the record that has not ended yet, at
 * most the longest that is read; of a longer one it passes over the rest, as the reader does.
 */
final class RecordScan {
  private static final byte LINE_FEED = '\n';
  private static final byte CARRIAGE_RETURN = '\r';

  private final RecordEnds ends;
  private final Listener listener;
  private byte[] window = new byte[1 << 16];
  private int filled;
  private boolean passing;
  private long passed;

  /** Is told of each record that ended. */
  interface Listener {

    /**
     * A record has ended.
     *
     * @param end position after it in the file
     * @param lineFeeds in it
     */
    void ended(long end, long lineFeeds);
  }

  RecordScan(RecordEnds ends, Listener listener) {
    this.ends = ends;
    this.listener = listener;
  }

  /** Takes the bytes that stand at a position of the file, after those it has seen. */
  void scan(byte[] bytes, int length, long position) {
    int from = passing ? pass(bytes, length, position) : 0;
    if (passing) {
      return;
    }
    int before = filled;
    append(bytes, from, length);
    // Only a line break ends a record; a carriage return may have waited for its line feed.
    if (hasBreak(Math.max(0, before - 1)) || filled >= Framing.LONGEST_RECORD) {
      take(position + length - filled);
    }
  }

  private int pass(byte[] bytes, int length, long position) {
    int end = ByteScan.first(bytes, 0, length, LINE_FEED) + 1;
    if (end > 0) {
      passing = false;
      listener.ended(position + end, passed + 1);
    }
    return end;
  }

  private void take(long start) {
    int at = 0;
    for (int end = next(0); end >= 0; end = next(at)) {
      listener.ended(start + end, ByteScan.count(window, at, end, LINE_FEED));
      at = end;
    }
    filled -= at;
    System.arraycopy(window, at, window, 0, filled);
    if (filled >= Framing.LONGEST_RECORD) {
      passing = true;
      passed = ByteScan.count(window, 0, filled, LINE_FEED);
      filled = 0;
    }
  }

  /** End of the record, where one that is too long ends with the line that the reader cuts. */
  private int next(int from) {
    int to = Math.min(filled, from + Framing.LONGEST_RECORD);
    int end = ends.end(window, from, to, false);
    if (end >= 0 || to < from + Framing.LONGEST_RECORD) {
      return end;
    }
    int cut = ByteScan.first(window, to, filled, LINE_FEED);
    return cut < 0 ? RecordEnds.MORE : cut + 1;
  }

  private void append(byte[] bytes, int from, int to) {
    int length = to - from;
    if (window.length - filled < length) {
      window = Arrays.copyOf(window, Math.max(filled + length, 2 * window.length));
    }
    System.arraycopy(bytes, from, window, filled, length);
    filled += length;
  }

  private boolean hasBreak(int from) {
    return ByteScan.first(window, from, filled, LINE_FEED) >= 0
        || ByteScan.first(window, from, filled, CARRIAGE_RETURN) >= 0;
  }
}
