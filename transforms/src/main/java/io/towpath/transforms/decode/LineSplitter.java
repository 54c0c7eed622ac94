package io.towpath.transforms.decode;

/**
 * Finds the fields of one record of text after another. The fields are positions in the given
 * bytes, valid until the next call.
 */
interface LineSplitter {
  /** How a field is written. */
  byte BARE = 0;

  byte QUOTED = 1;

  /** Quoted, with escapes to be taken out by {@link #unescape}. */
  byte ESCAPED = 2;

  /** Splits the record at {@code from}. */
  void split(byte[] bytes, int from, int to);

  /** Takes quotes and escapes out of a field; gives the length of what remains in the target. */
  int unescape(byte[] bytes, int field, byte[] target);

  /** Number of fields. */
  int count();

  int start(int field);

  int end(int field);

  byte form(int field);

  /** Whether the line is empty, which makes it no record. */
  boolean isBlank();

  /** Whether a quote is opened or closed where none may be. */
  boolean misquoted();

  /** Where the next record begins. */
  int next();

  /** How many line breaks there are between the record and the next. */
  int lineBreaks();
}
