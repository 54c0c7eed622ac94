package io.towpath.transforms.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Validates UTF-8 by table 3-7 of the Unicode standard, and refuses NUL besides, which PostgreSQL
 * cannot store. Overlong forms, surrogates and code points over U+10FFFF are invalid.
 */
public final class Utf8 {
  static final Refusal REFUSAL = Refusal.encoding("UTF-8 text without NUL and lone surrogates");

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long ONES = 0x0101010101010101L;

  private Utf8() {}

  /** Whether the slice has only ASCII characters and no NUL. */
  public static boolean isPlainAscii(byte[] bytes, int from, int to) {
    return plainAsciiUntil(bytes, from, to) == to;
  }

  /** Where the first byte stands that is no text, or -1 if the slice is valid. */
  public static int firstInvalid(byte[] bytes, int from, int to) {
    int at = from;
    while (true) {
      at = plainAsciiUntil(bytes, at, to);
      if (at == to) {
        return -1;
      }
      int length = sequenceLength(bytes, at, to);
      if (length == 0) {
        return at;
      }
      at += length;
    }
  }

  /** Whether a surrogate stands without its other half. */
  public static boolean hasLoneSurrogate(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** Where plain ASCII ends: eight bytes at a time, then one by one. */
  private static int plainAsciiUntil(byte[] bytes, int from, int to) {
    int at = from;
    while (at + 8 <= to) {
      long word = (long) LONGS.get(bytes, at);
      // A borrow out of a zero byte sets its high bit; bytes with the high bit set are caught as
      // well.
      if (((word | (word - ONES)) & HIGH_BITS) != 0) {
        break;
      }
      at += 8;
    }
    while (at < to && bytes[at] > 0) {
      at++;
    }
    return at;
  }

  /** Length of the multi-byte sequence that begins here, 0 if it is not valid. */
  private static int sequenceLength(byte[] bytes, int at, int to) {
    int lead = bytes[at] & 0xFF;
    int second = at + 1 < to ? bytes[at + 1] & 0xFF : 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
      return isContinuation(second) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      int least = lead == 0xE0 ? 0xA0 : 0x80;
      int most = lead == 0xED ? 0x9F : 0xBF;
      return second >= least && second <= most && continues(bytes, at + 2, to) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      int least = lead == 0xF0 ? 0x90 : 0x80;
      int most = lead == 0xF4 ? 0x8F : 0xBF;
      boolean valid =
          second >= least
              && second <= most
              && continues(bytes, at + 2, to)
              && continues(bytes, at + 3, to);
      return valid ? 4 : 0;
    }
    return 0;
  }

  private static boolean continues(byte[] bytes, int at, int to) {
    return at < to && isContinuation(bytes[at] & 0xFF);
  }

  private static boolean isContinuation(int value) {
    return (value & 0xC0) == 0x80;
  }
}
