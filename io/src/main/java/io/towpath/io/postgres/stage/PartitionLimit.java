package io.towpath.io.postgres.stage;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;

/** Bounds how many partitions one table may have before planning its queries becomes slow. */
final class PartitionLimit {
  /** PostgreSQL's documentation: a few thousand partitions plan fairly well. */
  static final int PARTITIONS = 4_000;

  private PartitionLimit() {}

  static TowpathException exceeded(String column, int limit) {
    return new TowpathException(
        ExitCode.BLOCKED,
        "the rows need more than "
            + limit
            + " partitions of column "
            + column
            + ": choose a wider partitionBy in the contract, or a minimum and maximum for the"
            + " column so that odd values are rejected");
  }
}
