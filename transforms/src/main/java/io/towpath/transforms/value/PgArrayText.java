package io.towpath.transforms.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of PostgreSQL's array text, as its documentation (8.15.6) describes it,
 * without nesting and without array dimensions.
 */
final class PgArrayText {
  private final byte[] bytes;
  private final int to;
  private int at;

  private PgArrayText(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.to = to;
  }

  /** The texts between the braces, null for NULL; or null if this is no array's text. */
  static @Nullable List<@Nullable String> elements(byte[] bytes, int from, int to) {
    return new PgArrayText(bytes, from, to).elements();
  }

  private @Nullable List<@Nullable String> elements() {
    List<@Nullable String> elements = new ArrayList<>();
    skipBlanks();
    if (at == to) {
      return elements;
    }
    while (true) {
      boolean quoted = at < to && bytes[at] == '"';
      String text = quoted ? quoted() : bare();
      if (text == null) {
        return null;
      }
      elements.add(!quoted && text.equalsIgnoreCase("NULL") ? null : text);
      skipBlanks();
      if (at == to) {
        return elements;
      }
      if (bytes[at++] != ',') {
        return null;
      }
      skipBlanks();
    }
  }

  private @Nullable String quoted() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (at++; at < to && bytes[at] != '"'; at++) {
      if (bytes[at] == '\\' && ++at == to) {
        return null;
      }
      text.write(bytes[at]);
    }
    return at++ < to ? text.toString(UTF_8) : null;
  }

  private @Nullable String bare() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (; at < to && bytes[at] != ','; at++) {
      if (bytes[at] == '{' || bytes[at] == '}' || bytes[at] == '"') {
        return null;
      }
      if (bytes[at] == '\\' && ++at == to) {
        return null;
      }
      text.write(bytes[at]);
    }
    String trimmed = text.toString(UTF_8).strip();
    return trimmed.isEmpty() ? null : trimmed;
  }

  private void skipBlanks() {
    while (at < to && (bytes[at] == ' ' || (bytes[at] >= '\t' && bytes[at] <= '\r'))) {
      at++;
    }
  }
}
