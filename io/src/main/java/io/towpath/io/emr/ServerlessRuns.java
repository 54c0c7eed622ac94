package io.towpath.io.emr;

import com.fasterxml.jackson.databind.JsonNode;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * Runs jobs on an application of EMR Serverless that is there. The job's id is the client token, by
 * which EMR knows a start that it was asked for before.
 */
public final class ServerlessRuns implements JobService {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final Set<String> ENDED = Set.of("SUCCESS", "FAILED", "CANCELLED");

  private final AwsJson aws;
  private final String application;
  private final String role;

  /**
   * Runs of an application.
   *
   * @param application its id, such as {@code 00f1abcd2efgh309}
   * @param role ARN of what the job may do
   */
  public ServerlessRuns(AwsPlace at, String application, String role) {
    this.aws = new AwsJson("emr-serverless", at);
    this.application = application;
    this.role = role;
  }

  @Override
  public String place() {
    return "EMR Serverless application " + application;
  }

  @Override
  public void require() {
    String state = aws.call(get("GetApplication", "")).path("application").path("state").asText();
    if (state.equals("TERMINATED")) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          place() + " is TERMINATED, nothing was submitted; expected one that is there");
    }
  }

  @Override
  public Map<String, Object> request(ClusterJob job) {
    Map<String, Object> request = new TreeMap<>(parameters(job));
    request.put("applicationId", application);
    return Map.of("StartJobRun", request);
  }

  private Map<String, Object> parameters(ClusterJob job) {
    Map<String, Object> submit =
        Map.of(
            "entryPoint", job.jar(),
            "entryPointArguments", job.arguments(),
            "sparkSubmitParameters", "--class " + job.main());
    Map<String, String> settings = new TreeMap<>(job.settings());
    settings.put("spark.archives", job.archive());
    Map<String, Object> defaults =
        Map.of("classification", "spark-defaults", "properties", settings);
    return Map.of(
        "clientToken", job.id(),
        "executionRoleArn", role,
        "name", job.name(),
        "jobDriver", Map.of("sparkSubmit", submit),
        "configurationOverrides", Map.of("applicationConfiguration", List.of(defaults)));
  }

  @Override
  public String submit(ClusterJob job) {
    return aws.call(
            new AwsCall(
                "emr-serverless:StartJobRun",
                SdkHttpMethod.POST,
                path("/jobruns"),
                JSON,
                AwsCall.json(parameters(job)),
                true))
        .path("jobRunId")
        .asText();
  }

  @Override
  public JobState state(String job) {
    JsonNode run = aws.call(get("GetJobRun", "/jobruns/" + job)).path("jobRun");
    String word = run.path("state").asText();
    return new JobState(
        word, ENDED.contains(word), word.equals("SUCCESS"), run.path("stateDetails").asText(""));
  }

  private AwsCall get(String action, String below) {
    return new AwsCall(
        "emr-serverless:" + action, SdkHttpMethod.GET, path(below), Map.of(), "", true);
  }

  private String path(String below) {
    return "/applications/" + application + below;
  }
}
