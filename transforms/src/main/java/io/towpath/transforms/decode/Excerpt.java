package io.towpath.transforms.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Takes the beginning of what was found: all that a reject may ever keep, so no more is decoded.
 */
final class Excerpt {
  private static final int MAX_BYTES = 1000;

  private Excerpt() {}

  static String of(byte[] bytes, int from, int to) {
    return new String(bytes, from, Math.min(to - from, MAX_BYTES), UTF_8);
  }

  static String of(String text) {
    return text.length() <= MAX_BYTES ? text : text.substring(0, MAX_BYTES);
  }
}
