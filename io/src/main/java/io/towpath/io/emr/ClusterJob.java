package io.towpath.io.emr;

import java.util.List;
import java.util.Map;

/**
 * A job for a cluster.
 *
 * @param id that makes it one job however often it is asked for
 * @param name for people
 * @param main class of the jar
 * @param jar its place in S3
 * @param project place in S3 of a zip that is unpacked as {@code project} beside the driver
 * @param arguments of the main
 * @param settings of Spark
 */
public record ClusterJob(
    String id,
    String name,
    String main,
    String jar,
    String project,
    List<String> arguments,
    Map<String, String> settings) {

  public ClusterJob {
    arguments = List.copyOf(arguments);
  }

  /** What Spark is to unpack, and as what. */
  String archive() {
    return project + "#project";
  }
}
