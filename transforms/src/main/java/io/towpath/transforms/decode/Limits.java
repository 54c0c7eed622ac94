package io.towpath.transforms.decode;

import io.towpath.core.Chunk;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Reason;
import io.towpath.core.Violation;

/** Bounds what one record may cost. */
final class Limits {
  /** A record this long or longer is rejected; the reader cuts a line after so many bytes. */
  static final int MAX_RECORD_BYTES = 64 << 20;

  private Limits() {}

  /** Whether the chunk is the beginning of one record that the reader has cut. */
  static boolean isCut(Chunk chunk) {
    byte[] bytes = chunk.bytes();
    return bytes.length >= MAX_RECORD_BYTES && bytes[bytes.length - 1] != '\n';
  }

  /** Rejects a record that was cut. */
  static long rejectCut(Chunk chunk, Outlet outlet) {
    Origin origin =
        new Origin(chunk.split().batch(), chunk.split().part(), chunk.from(), 0, chunk.firstLine());
    outlet.reject(origin, tooLong());
    return 1;
  }

  static Violation tooLong() {
    return new Violation(
        Reason.LIMIT,
        null,
        "a record of " + MAX_RECORD_BYTES + " bytes or more",
        "less than " + MAX_RECORD_BYTES + " bytes");
  }
}
