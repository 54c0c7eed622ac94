package io.towpath.transforms.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Takes text as it stands, once it is known to be text that PostgreSQL can store. */
final class TextParser implements ValueParser {
  private final String[] characters = new String[128];

  TextParser() {
    for (int i = 0; i < characters.length; i++) {
      characters[i] = String.valueOf((char) i);
    }
  }

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    if (to - from == 1 && bytes[from] > 0) {
      return characters[bytes[from]];
    }
    // Latin-1 is a plain copy; for ASCII it gives what UTF-8 would.
    if (Utf8.isPlainAscii(bytes, from, to)) {
      return new String(bytes, from, to - from, ISO_8859_1);
    }
    if (Utf8.firstInvalid(bytes, from, to) >= 0) {
      return Utf8.REFUSAL;
    }
    return new String(bytes, from, to - from, UTF_8);
  }
}
