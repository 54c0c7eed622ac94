package io.towpath.io.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;

/**
 * Walks over JSON by its brackets and strings, so that a value's exact bytes are known and one that
 * is broken inside costs nothing but itself: the decoder judges it.
 */
final class JsonScan {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final byte[] bytes;
  private final int end;
  private int at;

  JsonScan(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  /** Where the next byte is. */
  int at() {
    return at;
  }

  /** The next byte that is no blank, which is not taken. */
  byte peek() throws IOException {
    while (at < end && isBlank(bytes[at])) {
      at++;
    }
    if (at >= end) {
      throw new EOFException("the JSON ends too early");
    }
    return bytes[at];
  }

  /** Whether nothing but blanks is left. */
  boolean atEnd() {
    while (at < end && isBlank(bytes[at])) {
      at++;
    }
    return at >= end;
  }

  /** Takes a byte if it comes next. */
  boolean take(char wanted) throws IOException {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  /** Takes a byte that must come next. */
  void expect(char wanted) throws IOException {
    if (!take(wanted)) {
      throw new IOException("broken JSON at byte " + (at + 1) + ", where '" + wanted + "' belongs");
    }
  }

  /** Takes a string and gives its text. */
  String text() throws IOException {
    peek();
    int from = at;
    if (bytes[at] != '"') {
      throw new IOException("broken JSON at byte " + (at + 1) + ", where a string belongs");
    }
    skipString();
    for (int i = from; i < at; i++) {
      if (bytes[i] == '\\') {
        return unescaped(from);
      }
    }
    return new String(bytes, from + 1, at - from - 2, UTF_8);
  }

  private String unescaped(int from) throws IOException {
    try {
      return JSON.readValue(bytes, from, at - from, String.class);
    } catch (JsonProcessingException e) {
      throw new IOException("broken string at byte " + (from + 1));
    }
  }

  /** Passes over a value. */
  void skip() throws IOException {
    byte first = peek();
    if (first == '"') {
      skipString();
    } else if (first == '{' || first == '[') {
      skipNested();
    } else {
      int from = at;
      while (at < end && !isBlank(bytes[at]) && "{}[],:\"".indexOf(bytes[at]) < 0) {
        at++;
      }
      if (at == from) {
        throw new IOException("broken JSON at byte " + (at + 1) + ", where a value belongs");
      }
    }
  }

  private void skipNested() throws IOException {
    int depth = 0;
    while (at < end) {
      byte next = bytes[at];
      if (next == '"') {
        skipString();
        continue;
      }
      at++;
      if (next == '{' || next == '[') {
        depth++;
      } else if ((next == '}' || next == ']') && --depth == 0) {
        return;
      }
    }
    throw new EOFException("the JSON ends within a value");
  }

  private void skipString() throws IOException {
    at++;
    while (at < end) {
      byte next = bytes[at++];
      if (next == '"') {
        return;
      }
      if (next == '\\') {
        at++;
      }
    }
    throw new EOFException("the JSON ends within a string");
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }
}
