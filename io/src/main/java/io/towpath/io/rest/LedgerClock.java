package io.towpath.io.rest;

import java.util.concurrent.TimeUnit;

/**
 * Tells what the ledger's clock shows, from what it showed when it was read last and how this
 * machine's runs. Of several readings the one counts whose answer came most quickly: the clock was
 * read at some moment in between. Not safe for use by several threads.
 */
final class LedgerClock {
  /** A clock gains or loses less than this part of a time. */
  private static final long DRIFT = 1000;

  private boolean isRead;
  private long offset;
  private long error;
  private long readAt;

  /**
   * The clock, as it was read once.
   *
   * @param asked when, by {@link System#nanoTime}
   * @param millis that it showed, since 1970
   * @param told when the answer was there, by {@link System#nanoTime}
   */
  record Reading(long asked, long millis, long told) {}

  /** Takes note of a reading, unless an earlier one is still the better one. */
  void read(Reading reading) {
    long half = (reading.told() - reading.asked()) / 2;
    long newOffset = nanos(reading.millis()) - reading.asked() - half;
    long newError = half + nanos(1);
    long oldError = error + (reading.told() - readAt) / DRIFT;
    boolean isSame = isRead && Math.abs(newOffset - offset) <= oldError + newError;
    if (!isSame || newError <= oldError) {
      isRead = true;
      offset = newOffset;
      error = newError;
      readAt = reading.told();
    }
  }

  /** Milliseconds since 1970 at a moment of {@link System#nanoTime}. */
  long millis(long nanoTime) {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime + offset);
  }

  /** The moment of {@link System#nanoTime} at which it shows so many milliseconds. */
  long nanoTime(long millis) {
    return nanos(millis) - offset;
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
