package io.towpath.io.emr;

import com.fasterxml.jackson.databind.JsonNode;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * Runs jobs as steps of a cluster that is there, the driver on the cluster. EMR has no token for
 * steps: a step has the job's id in its name, and is looked for before one is added and again where
 * no answer came. Two launches of one id at the same moment may still add two steps; the lease of
 * the feed has one of them end with exit code 6.
 */
public final class EmrSteps implements JobService {
  private static final String TARGET = "ElasticMapReduce.";
  private static final int TRIES = 3;
  private static final Set<String> ENDED =
      Set.of("COMPLETED", "FAILED", "CANCELLED", "INTERRUPTED");
  private static final Set<String> GONE =
      Set.of("TERMINATING", "TERMINATED", "TERMINATED_WITH_ERRORS");

  private final AwsJson aws;
  private final AwsPlace at;
  private final String cluster;

  /** Steps of a cluster such as {@code j-2AXXXXXXGAPLF}. */
  public EmrSteps(AwsPlace at, String cluster) {
    this.aws = new AwsJson("elasticmapreduce", at);
    this.at = at;
    this.cluster = cluster;
  }

  @Override
  public String place() {
    return "EMR cluster " + cluster;
  }

  @Override
  public void require() {
    JsonNode found =
        aws.call(call("DescribeCluster", Map.of("ClusterId", cluster), true)).path("Cluster");
    String state = found.path("Status").path("State").asText();
    if (GONE.contains(state)) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          place() + " is " + state + ", nothing was submitted; expected one that runs or waits");
    }
  }

  @Override
  public Map<String, Object> request(ClusterJob job) {
    return Map.of("AddJobFlowSteps", parameters(job));
  }

  private Map<String, Object> parameters(ClusterJob job) {
    Map<String, Object> step =
        Map.of(
            "Name",
            name(job),
            "ActionOnFailure",
            "CONTINUE",
            "HadoopJarStep",
            Map.of("Jar", "command-runner.jar", "Args", command(job)));
    return Map.of("JobFlowId", cluster, "Steps", List.of(step));
  }

  private static String name(ClusterJob job) {
    return job.name() + " [" + job.id() + "]";
  }

  private static List<String> command(ClusterJob job) {
    List<String> command = new ArrayList<>(List.of("spark-submit", "--deploy-mode", "cluster"));
    command.addAll(List.of("--name", name(job), "--class", job.main()));
    command.addAll(List.of("--archives", job.archive()));
    // YARN would run a driver that failed once more.
    command.addAll(List.of("--conf", "spark.yarn.maxAppAttempts=1"));
    job.settings().forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
    command.add(job.jar());
    command.addAll(job.arguments());
    return command;
  }

  @Override
  public String submit(ClusterJob job) {
    Optional<String> there = find(job);
    for (int tried = 1; there.isEmpty(); tried++) {
      try {
        return aws.callOnce(call("AddJobFlowSteps", parameters(job), false))
            .path("StepIds")
            .path(0)
            .asText();
      } catch (UnknownOutcome e) {
        at.waits().before(tried);
        there = find(job);
        if (there.isEmpty() && tried == TRIES) {
          throw new TowpathException(
              ExitCode.CLUSTER,
              place()
                  + " did not answer, and has no step "
                  + name(job)
                  + "; launch again with --id "
                  + job.id(),
              e);
        }
      }
    }
    return there.orElseThrow();
  }

  private Optional<String> find(ClusterJob job) {
    String marker = "";
    do {
      Map<String, Object> asked =
          marker.isEmpty()
              ? Map.of("ClusterId", cluster)
              : Map.of("ClusterId", cluster, "Marker", marker);
      JsonNode page = aws.call(call("ListSteps", asked, true));
      for (JsonNode step : page.path("Steps")) {
        if (step.path("Name").asText().endsWith(" [" + job.id() + "]")) {
          return Optional.of(step.path("Id").asText());
        }
      }
      marker = page.path("Marker").asText("");
    } while (!marker.isEmpty());
    return Optional.empty();
  }

  @Override
  public JobState state(String job) {
    JsonNode status =
        aws.call(call("DescribeStep", Map.of("ClusterId", cluster, "StepId", job), true))
            .path("Step")
            .path("Status");
    String word = status.path("State").asText();
    JsonNode failure = status.path("FailureDetails");
    String reason =
        String.join(
                " ",
                failure.path("Reason").asText(""),
                failure.path("Message").asText(""),
                failure.path("LogFile").asText(""),
                status.path("StateChangeReason").path("Message").asText(""))
            .strip();
    return new JobState(word, ENDED.contains(word), word.equals("COMPLETED"), reason);
  }

  private static AwsCall call(String action, Map<String, Object> body, boolean repeatable) {
    return new AwsCall(
        "elasticmapreduce:" + action,
        SdkHttpMethod.POST,
        "/",
        Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", TARGET + action),
        AwsCall.json(body),
        repeatable);
  }
}
