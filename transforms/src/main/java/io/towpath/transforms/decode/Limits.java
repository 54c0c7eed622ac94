package io.towpath.transforms.decode;

import io.towpath.core.Reason;
import io.towpath.core.Violation;

/** Bounds what one record may cost. */
final class Limits {
  /** A longer line is rejected; the reader that frames lines cuts it just above this. */
  static final int MAX_RECORD_BYTES = 64 << 20;

  private Limits() {}

  static Violation tooLong(long bytes) {
    return new Violation(
        Reason.LIMIT,
        null,
        "a record of " + bytes + " bytes or more",
        "at most " + MAX_RECORD_BYTES + " bytes");
  }
}
