package io.towpath.io.postgres.stage;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.util.Locale;

/** Ends a run whose bucket does not fit into memory; a run with more buckets would. */
public final class BucketOverflow extends TowpathException {
  private static final long serialVersionUID = 1L;

  BucketOverflow(long bytes, long budget) {
    super(
        ExitCode.WAREHOUSE,
        String.format(
            Locale.ROOT,
            "a bucket holds %d MiB of distinct rows, expected at most %d MiB: run again with four"
                + " times as many buckets",
            bytes >> 20,
            budget >> 20));
  }
}
