package io.towpath.transforms.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.Feed;
import java.util.Arrays;

/**
 * Takes the text of one field after another: out of its quotes, trimmed if the feed says so, and
 * tells null from text. An empty field without quotes is null (in a dialect without quotes only if
 * {@code emptyAsNull} says so), an empty one in quotes as {@code emptyAsNull} says.
 */
final class FieldText {
  byte[] bytes = new byte[0];
  int from;
  int to;

  private final LineSplitter splitter;
  private final boolean emptyAsNull;
  private final boolean bareEmptyAsNull;
  private final boolean trim;
  private final byte[] nullText;
  private final boolean hasNullText;
  private byte[] scratch = new byte[256];

  FieldText(Feed.Dialect dialect, Feed.Decode decode, LineSplitter splitter) {
    this.splitter = splitter;
    emptyAsNull = decode.emptyAsNull();
    bareEmptyAsNull = emptyAsNull || dialect.quote() != null;
    trim = decode.trim();
    String word = dialect.nullText();
    hasNullText = word != null;
    nullText = word == null ? new byte[0] : word.getBytes(UTF_8);
  }

  /** Points to the text of a field; false if the field is null. */
  boolean read(byte[] record, int field, boolean text) {
    bytes = record;
    from = splitter.start(field);
    to = splitter.end(field);
    byte form = splitter.form(field);
    if (form == LineSplitter.ESCAPED) {
      unescape(record, field);
    }
    if (trim) {
      trim();
    }
    if (form == LineSplitter.BARE) {
      // What is no text has no empty value, quoted or not.
      boolean empty = from == to && (bareEmptyAsNull || !text);
      return !empty && !(hasNullText && isNullText());
    }
    return from < to || !emptyAsNull;
  }

  private boolean isNullText() {
    return to - from == nullText.length
        && Arrays.equals(bytes, from, to, nullText, 0, nullText.length);
  }

  private void unescape(byte[] record, int field) {
    if (scratch.length < to - from) {
      scratch = new byte[to - from];
    }
    int length = splitter.unescape(record, field, scratch);
    bytes = scratch;
    from = 0;
    to = length;
  }

  private void trim() {
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (to > from && isBlank(bytes[to - 1])) {
      to--;
    }
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\t';
  }
}
