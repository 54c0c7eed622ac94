package io.towpath.io.files;

import io.towpath.config.Feed;
import io.towpath.config.Layout;

/**
 * Finds where delimited records end, by the rules that the decoder splits them by: a quote opens a
 * field where the field begins, and one that is opened or closed elsewhere, or never closed, makes
 * the record end with its first line. So readers and decoder agree, however a file is cut.
 */
final class RecordEnds {
  /** More bytes are needed to tell. */
  static final int MORE = -1;

  private static final int MISQUOTED = -2;
  private static final int NO_BYTE = Integer.MIN_VALUE;

  private final byte delimiter;
  private final int quote;
  private final int escape;
  private final boolean multiline;

  RecordEnds(Layout layout) {
    Feed.Dialect dialect = layout.dialect();
    this.delimiter = (byte) dialect.delimiter();
    boolean csv = isCsv(layout);
    this.quote = csv && dialect.quote() != null ? dialect.quote() : NO_BYTE;
    this.escape = csv && dialect.escape() != null ? dialect.escape() : NO_BYTE;
    this.multiline = spansLines(layout);
  }

  private static boolean isCsv(Layout layout) {
    return layout.format() == Feed.Format.CSV || layout.format() == Feed.Format.XLSX;
  }

  /** Whether a record may hold line breaks. */
  static boolean spansLines(Layout layout) {
    return isCsv(layout) && layout.multiline() && layout.dialect().quote() != null;
  }

  /**
   * Index after the record that begins at {@code from}, or {@link #MORE}.
   *
   * @param complete whether nothing follows the bytes
   */
  int end(byte[] bytes, int from, int to, boolean complete) {
    int at = from;
    while (true) {
      at = at < to && bytes[at] == quote ? quoted(bytes, from, at, to) : bare(bytes, at, to);
      if (at == MORE && !complete) {
        return MORE;
      }
      if (at < 0) {
        return lineEnd(bytes, from, to, complete);
      }
      if (at == to || bytes[at] != delimiter) {
        return after(bytes, at, to, complete);
      }
      at++;
    }
  }

  private int bare(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != delimiter && !isBreak(bytes[at])) {
      if (bytes[at] == quote) {
        return MISQUOTED;
      }
      at++;
    }
    return at;
  }

  private int quoted(byte[] bytes, int record, int from, int to) {
    for (int at = from + 1; at < to; at++) {
      int value = bytes[at];
      if (value == quote) {
        if (at + 1 == to) {
          return to;
        }
        if (bytes[at + 1] != quote) {
          return bytes[at + 1] == delimiter || isBreak(bytes[at + 1]) ? at + 1 : MISQUOTED;
        }
        at++;
      } else if (value == escape) {
        at++;
      } else if (value == '\n' && (!multiline || at - record > Feed.Dialect.LONGEST_QUOTED)) {
        return MISQUOTED;
      }
    }
    return MORE;
  }

  private static int lineEnd(byte[] bytes, int from, int to, boolean complete) {
    int at = from;
    while (at < to && !isBreak(bytes[at])) {
      at++;
    }
    return after(bytes, at, to, complete);
  }

  /** Index after the line break at a position. */
  private static int after(byte[] bytes, int at, int to, boolean complete) {
    if (at == to || (at + 1 == to && bytes[at] == '\r')) {
      return complete ? to : MORE;
    }
    return bytes[at] == '\r' && bytes[at + 1] == '\n' ? at + 2 : at + 1;
  }

  private static boolean isBreak(byte value) {
    return value == '\n' || value == '\r';
  }
}
