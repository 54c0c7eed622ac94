package io.towpath.core;

/** What a command or a launcher's main tells the shell. Stable: orchestrators act on it. */
public enum ExitCode {
  /** Published, or nothing to do. */
  OK(0),
  /** A file the user wrote is wrong; nothing was touched. */
  CONFIGURATION(2),
  /** The source cannot be read. */
  SOURCE(3),
  /** Checks or thresholds blocked the run; nothing was published and the stage is kept. */
  BLOCKED(4),
  /** The warehouse failed or refused. */
  WAREHOUSE(5),
  /** Another run holds the lease, or has taken it over. */
  LEASE(6),
  /** The raw zone failed, or holds something else than its manifest says. */
  RAW_ZONE(7),
  /** The cluster cannot be reached, refused, or lost the job that was launched on it. */
  CLUSTER(8),
  /** A bug in Towpath. */
  BUG(70);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** The process exit status. */
  public int status() {
    return status;
  }
}
