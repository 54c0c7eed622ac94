package io.towpath.io.rest;

import io.towpath.config.RestDeclaration.Caps;
import java.util.concurrent.atomic.AtomicLong;

/** How much a split may take of bytes and time. */
final class Allowance {
  private final Caps caps;
  private final long deadline;
  private final AtomicLong bytes = new AtomicLong();

  /** From now on. */
  Allowance(Caps caps) {
    this.caps = caps;
    this.deadline = System.nanoTime() + caps.time().toNanos();
  }

  /**
   * Counts an answer.
   *
   * @throws Page.Unexpected if it was too much
   */
  void use(Answer answer) throws Page.Unexpected {
    if (bytes.addAndGet(answer.length()) > caps.bytes()) {
      throw new Page.Unexpected(
          "more than " + caps.bytes() + " bytes so far; raise source.rest.caps.bytes");
    }
    if (System.nanoTime() - deadline > 0) {
      throw new Page.Unexpected(
          "not at the end after " + caps.time() + "; raise source.rest.caps.time");
    }
  }
}
