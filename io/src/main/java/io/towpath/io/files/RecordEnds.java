package io.towpath.io.files;

import io.towpath.config.Feed;

/**
 * Finds where delimited records end when a quoted field may contain line breaks. A quote opens a
 * field only where a field begins, so a stray one within a field changes nothing; one directly
 * after a closing quote is that quote doubled. It is fed a stream piece by piece and keeps its
 * state between them.
 */
final class RecordEnds {
  private static final byte LINE_FEED = '\n';
  private static final int NONE = -1;

  private final byte delimiter;
  private final int quote;
  private final int escape;
  private boolean quoted;
  private boolean escaped;
  private boolean fieldBegins = true;
  private long lineBreaks;

  /** Follows the dialect's quotes if records may span lines, else takes every line for a record. */
  RecordEnds(Feed.Files files) {
    Feed.Dialect dialect = files.dialect();
    boolean multiline = spansLines(files);
    this.delimiter = (byte) dialect.delimiter();
    this.quote = multiline ? (byte) dialect.quote().charValue() : NONE;
    this.escape =
        multiline && dialect.escape() != null ? (byte) dialect.escape().charValue() : NONE;
  }

  /** Whether a record may hold line breaks. */
  static boolean spansLines(Feed.Files files) {
    return files.format() == Feed.Format.CSV
        && files.multiline()
        && files.dialect().quote() != null;
  }

  /** Index after the next record's line feed in {@code [from, to)}, or -1 if none ends there. */
  int next(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      byte found = bytes[at];
      if (found == LINE_FEED) {
        lineBreaks++;
      }
      if (quoted) {
        withinQuotes(found);
      } else if (found == LINE_FEED) {
        fieldBegins = true;
        return at + 1;
      } else {
        quoted = found == quote && fieldBegins;
        fieldBegins = found == delimiter;
      }
    }
    return -1;
  }

  private void withinQuotes(byte found) {
    if (escaped) {
      escaped = false;
    } else if (found == escape && escape != quote) {
      escaped = true;
    } else if (found == quote) {
      quoted = false;
      fieldBegins = true; // a quote that follows at once opens again: it was a doubled one
    }
  }

  /** Line feeds seen so far, within quotes or not. */
  long lineBreaks() {
    return lineBreaks;
  }

  /** Whether the bytes so far end within quotes. */
  boolean open() {
    return quoted;
  }

  /** Forgets an open quote: what follows begins a record. */
  void restart() {
    quoted = false;
    escaped = false;
    fieldBegins = true;
  }
}
