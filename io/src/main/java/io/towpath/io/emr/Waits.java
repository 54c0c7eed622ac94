package io.towpath.io.emr;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.time.Duration;

/**
 * How long to wait between tries: doubling from the first to the longest.
 *
 * @param first before the second try
 * @param longest of all
 */
public record Waits(Duration first, Duration longest) {
  private static final int MOST_DOUBLINGS = 20;

  /** Waits after so many tries. */
  public void before(int tried) {
    long millis = first.toMillis() << Math.min(tried - 1, MOST_DOUBLINGS);
    try {
      Thread.sleep(Math.min(millis, longest.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TowpathException(
          ExitCode.CLUSTER, "interrupted while waiting; a job that was submitted goes on", e);
    }
  }
}
