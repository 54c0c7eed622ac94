package io.towpath.quality;

import io.towpath.core.Reason;

/**
 * Judges the value of one column, never null.
 *
 * @param reason of a value that fails
 * @param expected what would pass, in words
 * @param passes whether a value passes
 */
record ValueTest(Reason reason, String expected, Predicate passes) {

  /** Whether a value is as it must be. */
  @FunctionalInterface
  interface Predicate {
    boolean passes(Object value);
  }
}
