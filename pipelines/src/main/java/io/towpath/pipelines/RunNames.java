package io.towpath.pipelines;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Names runs and attempts: unique, and sorted by time. */
final class RunNames {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
  private static final SecureRandom RANDOM = new SecureRandom();

  private RunNames() {}

  static String next(Instant now) {
    byte[] tail = new byte[4];
    RANDOM.nextBytes(tail);
    return TIME.format(now) + "-" + HexFormat.of().formatHex(tail);
  }
}
