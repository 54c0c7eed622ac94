package io.towpath.io.files;

import java.io.IOException;
import java.util.Arrays;

/**
 * Takes the elements of a JSON array as lines, following strings and brackets only: whether an
 * element is JSON at all is for the decoder to say, line by line.
 */
final class JsonElement {
  /** Stands for a line break within a string, and is as wrong there. */
  private static final byte CONTROL = 1;

  private byte[] lines = new byte[1 << 16];
  private int length;
  private int start;
  private int depth;
  private boolean quoted;
  private boolean escaped;

  /** How an element ended. */
  enum End {
    COMMA,
    BRACKET,
    FILE
  }

  /** Appends the element that begins with a byte; only what is whole stays. */
  End take(int first, ByteInput in) throws IOException {
    start = length;
    depth = 0;
    quoted = false;
    escaped = false;
    int found = first;
    while (found >= 0 && (quoted || depth > 0 || (found != ',' && found != ']'))) {
      follow(found);
      found = in.read();
    }
    if (found < 0) {
      length = start;
      return End.FILE;
    }
    return found == ',' ? End.COMMA : End.BRACKET;
  }

  private void follow(int found) {
    boolean lineBreak = found == '\n' || found == '\r';
    if (quoted) {
      quoted = escaped || found != '"';
      escaped = !escaped && found == '\\';
      put(lineBreak ? CONTROL : (byte) found);
      return;
    }
    quoted = found == '"';
    if (found == '{' || found == '[') {
      depth++;
    } else if (found == '}' || found == ']') {
      depth = Math.max(0, depth - 1);
    }
    put(lineBreak ? (byte) ' ' : (byte) found);
  }

  private void put(byte value) {
    if (length - start > Framing.LONGEST_RECORD) {
      return;
    }
    if (length == lines.length) {
      lines = Arrays.copyOf(lines, lines.length * 2);
    }
    lines[length++] = value;
  }

  /** Whether the element was longer than any may be. */
  boolean tooLong() {
    return length - start > Framing.LONGEST_RECORD;
  }

  /** Ends the element's line. */
  void keep() {
    put((byte) '\n');
  }

  /** Forgets the element. */
  void drop() {
    length = start;
  }

  int length() {
    return length;
  }

  /** Gives all lines and begins anew. */
  byte[] drain() {
    byte[] drained = Arrays.copyOf(lines, length);
    length = 0;
    return drained;
  }
}
