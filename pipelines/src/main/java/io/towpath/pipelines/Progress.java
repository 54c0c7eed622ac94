package io.towpath.pipelines;

import java.util.Map;

/** Tells the user how far a command is. Never told a payload or a secret. */
public interface Progress {

  /**
   * Announces a step before it begins.
   *
   * @param step stable name such as {@code land.copy}
   * @param facts what is known about it, in order
   */
  void step(String step, Map<String, ?> facts);

  /**
   * Reports how far the running step is; called about twice a second.
   *
   * @param records records so far, as attempted, so it may be a little high
   * @param bytes bytes so far
   * @param planned bytes in all
   */
  void advance(long records, long bytes, long planned);

  /** Announces a step of which nothing else is known. */
  default void step(String step) {
    step(step, Map.of());
  }
}
