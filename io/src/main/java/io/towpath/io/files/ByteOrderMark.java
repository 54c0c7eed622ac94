package io.towpath.io.files;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Recognizes the byte order marks of Unicode. */
final class ByteOrderMark {
  /** Bytes that {@link #charset} wants to see. */
  static final int LONGEST = 4;

  static final int UTF8_LENGTH = 3;

  private ByteOrderMark() {}

  static boolean utf8(byte[] start) {
    return startsWith(start, 0xEF, 0xBB, 0xBF);
  }

  /** The encoding that the first bytes of a file name, null if they name none. */
  static @Nullable Charset charset(byte[] start) {
    if (utf8(start)) {
      return StandardCharsets.UTF_8;
    }
    if (startsWith(start, 0xFF, 0xFE, 0, 0)) {
      return Charset.forName("UTF-32LE");
    }
    if (startsWith(start, 0, 0, 0xFE, 0xFF)) {
      return Charset.forName("UTF-32BE");
    }
    if (startsWith(start, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE;
    }
    return startsWith(start, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : null;
  }

  /** Whether the first bytes of a file name an encoding other than UTF-8. */
  static boolean foreign(byte[] start) {
    Charset charset = charset(start);
    return charset != null && !charset.equals(StandardCharsets.UTF_8);
  }

  /** Bytes that the mark of an encoding other than UTF-8 takes. */
  static int length(Charset charset) {
    return charset.name().startsWith("UTF-32") ? LONGEST : 2;
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int at = 0; at < mark.length; at++) {
      if ((bytes[at] & 0xFF) != mark[at]) {
        return false;
      }
    }
    return true;
  }
}
