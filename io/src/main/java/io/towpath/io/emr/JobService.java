package io.towpath.io.emr;

import java.util.Map;

/**
 * A service that runs jobs.
 *
 * <p><b>Guarantee</b>: a job of one id is started once, also where the reply to its start was lost.
 * <b>Parallelism</b>: safe for many threads. <b>Failures</b>: transient ones are retried for about
 * a minute; what remains is a {@link io.towpath.core.TowpathException} with exit code {@code
 * CLUSTER}, or {@code CONFIGURATION} where the service refuses what was asked.
 */
public interface JobService {

  /** Exactly what a submission sends, under the name of the call. */
  Map<String, Object> request(ClusterJob job);

  /** Fails if the cluster or application is not there, is gone, or may not be looked at. */
  void require();

  /** Starts a job unless it was started before; gives the service's name for it. */
  String submit(ClusterJob job);

  /** How far a job is. */
  JobState state(String job);

  /** Where this runs, for messages. */
  String place();
}
