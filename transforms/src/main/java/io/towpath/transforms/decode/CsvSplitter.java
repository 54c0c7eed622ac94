package io.towpath.transforms.decode;

import io.towpath.config.Feed;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of one CSV record after another (RFC 4180 with the dialect's options). LF, CRLF
 * and a CR on its own end a record. Within quotes CR is data, and LF is data only in multiline
 * files. The fields are positions in the given bytes, valid until the next call.
 */
final class CsvSplitter implements LineSplitter {
  private static final int NO_BYTE = Integer.MIN_VALUE;

  private final byte delimiter;
  private final int quote;
  private final int escape;
  private final boolean multiline;
  private final boolean[] special = new boolean[256];

  private int[] starts = new int[32];
  private int[] ends = new int[32];
  private byte[] forms = new byte[32];
  private int count;
  private int next;
  private int lineBreaks;
  private boolean misquoted;

  CsvSplitter(Feed.Dialect dialect, boolean multiline) {
    delimiter = (byte) dialect.delimiter();
    quote = byteOf(dialect.quote());
    escape = byteOf(dialect.escape());
    this.multiline = multiline;
    special[delimiter] = true;
    special['\n'] = true;
    special['\r'] = true;
    if (quote != NO_BYTE) {
      special[quote] = true;
    }
  }

  private static int byteOf(@Nullable Character character) {
    return character == null ? NO_BYTE : character;
  }

  /**
   * Splits the record at {@code from}. A quote opened or closed where none may be makes the record
   * {@link #misquoted()}; it then ends with its first line, so that the lines after it, which an
   * unclosed quote would swallow, are read on their own.
   */
  @Override
  public void split(byte[] bytes, int from, int to) {
    count = 0;
    lineBreaks = 0;
    misquoted = false;
    int at = from;
    while (true) {
      int end = at < to && bytes[at] == quote ? quoted(bytes, from, at, to) : bare(bytes, at, to);
      if (end < 0) {
        misquoted = true;
        lineBreaks = 0;
        endRecord(bytes, endOfLine(bytes, from, to), to);
        return;
      }
      if (end < to && bytes[end] == delimiter) {
        at = end + 1;
      } else {
        endRecord(bytes, end, to);
        return;
      }
    }
  }

  /** Takes the field at {@code from}; gives the position of what ends it, or -1. */
  private int bare(byte[] bytes, int from, int to) {
    boolean[] stops = special;
    int at = from;
    while (at < to && !stops[bytes[at] & 0xFF]) {
      at++;
    }
    if (at < to && bytes[at] == quote) {
      return -1;
    }
    add(from, at, BARE);
    return at;
  }

  private int quoted(byte[] bytes, int record, int from, int to) {
    byte form = QUOTED;
    int breaks = 0;
    int at = from + 1;
    for (; at < to; at++) {
      int value = bytes[at];
      if (value == quote) {
        if (at + 1 < to && bytes[at + 1] == quote) {
          form = ESCAPED;
          at++;
          continue;
        }
        break;
      }
      if (value == escape) {
        form = ESCAPED;
        at++;
      } else if (value == '\n') {
        if (!multiline || at - record > Feed.Dialect.LONGEST_QUOTED) {
          return -1;
        }
        breaks++;
      }
    }
    if (at >= to || !ends(bytes, at + 1, to)) {
      return -1;
    }
    lineBreaks += breaks;
    add(from + 1, at, form);
    return at + 1;
  }

  private boolean ends(byte[] bytes, int at, int to) {
    return at == to || bytes[at] == delimiter || bytes[at] == '\n' || bytes[at] == '\r';
  }

  private static int endOfLine(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  private void endRecord(byte[] bytes, int end, int to) {
    int after = end;
    if (after < to && bytes[after] == '\r') {
      after++;
    }
    if (after < to && bytes[after] == '\n') {
      after++;
      lineBreaks++;
    }
    next = after;
  }

  private void add(int start, int end, byte form) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
      forms = Arrays.copyOf(forms, count * 2);
    }
    starts[count] = start;
    ends[count] = end;
    forms[count] = form;
    count++;
  }

  /** Takes quotes and escapes out of a field; gives the length of what remains in the target. */
  @Override
  public int unescape(byte[] bytes, int field, byte[] target) {
    int length = 0;
    for (int at = starts[field]; at < ends[field]; at++) {
      boolean escaped = bytes[at] == escape || bytes[at] == quote;
      if (escaped && at + 1 < ends[field]) {
        at++;
      }
      target[length++] = bytes[at];
    }
    return length;
  }

  /** Number of fields. */
  @Override
  public int count() {
    return count;
  }

  @Override
  public int start(int field) {
    return starts[field];
  }

  @Override
  public int end(int field) {
    return ends[field];
  }

  @Override
  public byte form(int field) {
    return forms[field];
  }

  /** Whether the line is empty, which makes it no record. */
  @Override
  public boolean isBlank() {
    return !misquoted && count == 1 && forms[0] == BARE && starts[0] == ends[0];
  }

  @Override
  public boolean misquoted() {
    return misquoted;
  }

  /** Where the next record begins. */
  @Override
  public int next() {
    return next;
  }

  /** How many LF the record took, its own end included. */
  @Override
  public int lineBreaks() {
    return lineBreaks;
  }
}
