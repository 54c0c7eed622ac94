package io.towpath.transforms.decode;

import io.towpath.core.Reason;
import io.towpath.core.Violation;
import org.jspecify.annotations.Nullable;

/** Tells which byte is no text, without the text around it. */
final class NotText {
  private NotText() {}

  static Violation at(byte[] bytes, int from, int at, @Nullable String column) {
    String found =
        String.format("byte 0x%02X at byte %d of the record", bytes[at] & 0xFF, at - from + 1);
    return new Violation(Reason.ENCODING, column, found, "UTF-8 text without NUL");
  }
}
