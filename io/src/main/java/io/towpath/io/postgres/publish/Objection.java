package io.towpath.io.postgres.publish;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;

/** Carries findings that forbid to publish out of the transaction that they undo. */
final class Objection extends TowpathException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never leaves the process
  private final Audit.Findings findings;

  Objection(Audit.Findings findings) {
    super(ExitCode.BLOCKED, String.join("; ", findings.objections()));
    this.findings = findings;
  }

  Audit.Findings findings() {
    return findings;
  }
}
