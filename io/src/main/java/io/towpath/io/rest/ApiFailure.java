package io.towpath.io.rest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says why a request failed for a reason that passes. */
final class ApiFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private static final Duration UNSAID = Duration.ofNanos(-1);

  private final Reach reach;
  private final @Nullable Duration wait;

  ApiFailure(String what, Reach reach, @Nullable Duration wait, @Nullable Throwable cause) {
    super(what, cause);
    this.reach = reach;
    this.wait = wait;
  }

  /** How far the request came. */
  enum Reach {
    /** It was refused, or never arrived: repeating it cannot do anything twice. */
    REFUSED,
    /** It may have been served. */
    SERVED
  }

  Reach reach() {
    return reach;
  }

  /** How long the API wants to be left alone, negative if it does not say. */
  Duration asked() {
    return wait == null ? UNSAID : wait;
  }
}
