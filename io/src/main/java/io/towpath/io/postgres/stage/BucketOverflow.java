package io.towpath.io.postgres.stage;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.util.Locale;

/** Ends a run whose bucket does not fit into memory; one with more buckets may. */
public final class BucketOverflow extends TowpathException {
  private static final long serialVersionUID = 1L;

  BucketOverflow(long bytes, long budget) {
    super(
        ExitCode.WAREHOUSE,
        String.format(
            Locale.ROOT,
            "a bucket holds %,d KiB of distinct rows, expected at most %,d KiB; the run needs more"
                + " buckets than the most there can be, or more memory (TOWPATH_HEAP, executor memory)",
            bytes >> 10,
            budget >> 10));
  }
}
