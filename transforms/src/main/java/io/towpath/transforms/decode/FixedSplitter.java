package io.towpath.transforms.decode;

import java.util.List;

/**
 * Finds the fields of lines whose columns have fixed widths in characters. Blanks around a field
 * are no part of it. A line may end within its last column, and only blanks may follow it; any
 * other has another number of fields.
 */
final class FixedSplitter implements LineSplitter {
  private final int[] widths;
  private final int[] starts;
  private final int[] ends;
  private int count;
  private int next;
  private int lineBreaks;
  private boolean blank;

  FixedSplitter(List<Integer> widths) {
    this.widths = widths.stream().mapToInt(Integer::intValue).toArray();
    this.starts = new int[this.widths.length];
    this.ends = new int[this.widths.length];
  }

  @Override
  public void split(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
      end++;
    }
    int after = end;
    if (after < to && bytes[after] == '\r') {
      after++;
    }
    lineBreaks = after < to && bytes[after] == '\n' ? 1 : 0;
    next = after + lineBreaks;
    blank = end == from;
    fields(bytes, from, end);
  }

  private void fields(byte[] bytes, int from, int end) {
    count = 0;
    int at = from;
    while (count < widths.length && (at < end || count == 0)) {
      int start = at;
      for (int left = widths[count]; left > 0 && at < end; left--) {
        at = character(bytes, at, end);
      }
      field(bytes, start, at);
    }
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    if (at < end) {
      count++; // more than the columns
    }
  }

  /** Behind the character at a position: its first byte and those that go on. */
  private static int character(byte[] bytes, int at, int end) {
    int after = at + 1;
    while (after < end && (bytes[after] & 0xC0) == 0x80) {
      after++;
    }
    return after;
  }

  private void field(byte[] bytes, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && bytes[start] == ' ') {
      start++;
    }
    while (end > start && bytes[end - 1] == ' ') {
      end--;
    }
    starts[count] = start;
    ends[count] = end;
    count++;
  }

  @Override
  public int unescape(byte[] bytes, int field, byte[] target) {
    throw new IllegalStateException("no field is escaped");
  }

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
    return BARE;
  }

  @Override
  public boolean isBlank() {
    return blank;
  }

  @Override
  public boolean misquoted() {
    return false;
  }

  @Override
  public int next() {
    return next;
  }

  @Override
  public int lineBreaks() {
    return lineBreaks;
  }
}
