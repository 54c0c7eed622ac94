package io.towpath.io.postgres.stage;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;

/**
 * Ends a run whose unlogged stage a crash of the server emptied; a new run rebuilds it from raw.
 */
public final class StageLost extends TowpathException {
  private static final long serialVersionUID = 1L;

  private StageLost(String message) {
    super(ExitCode.WAREHOUSE, message);
  }

  /** The stage that lost rows. */
  public static StageLost of(StageTable stage) {
    return new StageLost(
        "stage "
            + stage.relation()
            + " has lost rows, as unlogged tables do when the server crashes: run again, the raw"
            + " zone has them all");
  }
}
