package io.towpath.pipelines.launch;

import java.util.List;
import java.util.Map;

/**
 * Launches jobs in one kind of place.
 *
 * <p><b>Guarantee</b>: a request with a mistake starts nothing. <b>Failures</b>: exit code {@code
 * CONFIGURATION} for what the caller can mend, {@code CLUSTER} for a place that cannot be reached,
 * refuses, or loses the job; else the job's own.
 */
public interface Launcher {

  /** What is wrong with a request here, beside what its template says. */
  List<String> mistakes(LaunchRequest request);

  /**
   * Exactly what would be started, as plain values: a {@code command}, or a request by its name.
   */
  Map<String, Object> render(LaunchRequest request);

  /** Starts the job, shows what it writes, waits for its end, and returns its exit status. */
  int run(LaunchRequest request);
}
