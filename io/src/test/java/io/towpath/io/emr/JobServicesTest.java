package io.towpath.io.emr;

import static io.towpath.testing.ApiServer.Reply;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.testing.ApiServer;
import io.towpath.testing.ApiServer.Manner;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A job of one id is started once, whatever gets lost, and each refusal is said in our words. The
 * server speaks AWS's JSON protocols, as moto neither loses replies nor knows rights and tokens.
 */
final class JobServicesTest {
  private static final String SECRET = "planted-secret-key";
  private static final ClusterJob JOB =
      new ClusterJob(
          "id-1",
          "towpath load orders",
          "a.Main",
          "s3://b/jar",
          "s3://b/zip",
          List.of("--feed=orders"),
          new TreeMap<>(Map.of("spark.executor.memory", "4g")));

  private final ApiServer server = ApiServer.start();
  private final Map<String, Deque<Reply>> replies = new TreeMap<>();
  private AwsPlace place;

  @BeforeEach
  void answer() {
    System.setProperty("aws.accessKeyId", "AKTEST");
    System.setProperty("aws.secretAccessKey", SECRET);
    place = at(server.url());
    server.answer(call -> replies.get(action(call)).removeFirst());
  }

  @AfterEach
  void stop() {
    server.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private static AwsPlace at(String url) {
    return new AwsPlace(
        "eu-west-1", URI.create(url), new Waits(Duration.ofMillis(1), Duration.ofMillis(2)));
  }

  private static String action(ApiServer.Call call) {
    String target = call.header("x-amz-target");
    return target == null
        ? call.method() + " " + call.path()
        : target.replace("ElasticMapReduce.", "");
  }

  private void on(String action, Reply... answers) {
    replies.put(action, new ArrayDeque<>(List.of(answers)));
  }

  private static Reply error(int status, String type, String message) {
    byte[] body = "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(type, message).getBytes(UTF_8);
    return new Reply(status, Map.of("Content-Type", "application/json"), body, Manner.WHOLE);
  }

  private static Reply steps(String name, String id) {
    return Reply.json("{\"Steps\":[{\"Id\":\"%s\",\"Name\":\"%s\"}]}".formatted(id, name));
  }

  private static final Reply NO_STEPS = Reply.json("{\"Steps\":[]}");
  private static final Reply ADDED = Reply.json("{\"StepIds\":[\"s-1\"]}");

  private long calls(String action) {
    return server.calls().stream().filter(call -> action(call).equals(action)).count();
  }

  private EmrSteps emr() {
    return new EmrSteps(place, "j-1");
  }

  private ServerlessRuns serverless() {
    return new ServerlessRuns(place, "app1", "arn:aws:iam::1:role/r");
  }

  @Test
  void addsAStepSignedForItsServiceAndRegion() {
    on("ListSteps", NO_STEPS);
    on("AddJobFlowSteps", ADDED);

    assertThat(emr().submit(JOB)).isEqualTo("s-1");

    ApiServer.Call call = server.calls().get(1);
    assertThat(call.header("authorization"))
        .contains("Credential=AKTEST/", "/eu-west-1/elasticmapreduce/aws4_request");
    assertThat(call.body())
        .contains("\"Name\":\"towpath load orders [id-1]\"", "s3://b/zip#project", "--feed=orders");
    assertThat(call.headers().toString() + call.body()).doesNotContain(SECRET);
  }

  @Test
  void addsNoSecondStepAfterALostReply() {
    on("ListSteps", NO_STEPS, steps("towpath load orders [id-1]", "s-9"));
    on("AddJobFlowSteps", ADDED.sent(Manner.CUT));

    assertThat(emr().submit(JOB)).isEqualTo("s-9");
    assertThat(calls("AddJobFlowSteps")).isEqualTo(1);
  }

  @Test
  void addsAStepAgainThatDidNotArrive() {
    on("ListSteps", NO_STEPS, NO_STEPS);
    on("AddJobFlowSteps", error(503, "ServiceUnavailable", ""), ADDED);

    assertThat(emr().submit(JOB)).isEqualTo("s-1");
    assertThat(calls("AddJobFlowSteps")).isEqualTo(2);
  }

  @Test
  void addsAStepAgainThatWasThrottledWithoutLookingForIt() {
    on("ListSteps", NO_STEPS);
    on("AddJobFlowSteps", error(400, "ThrottlingException", "Rate exceeded"), ADDED);

    assertThat(emr().submit(JOB)).isEqualTo("s-1");
    assertThat(calls("ListSteps")).isEqualTo(1);
  }

  @Test
  void givesUpOnAClusterThatNeverAnswers() {
    Reply lost = error(500, "InternalServerException", "");
    on("ListSteps", NO_STEPS, NO_STEPS, NO_STEPS, NO_STEPS);
    on("AddJobFlowSteps", lost, lost, lost, lost);

    assertFails(() -> emr().submit(JOB), ExitCode.CLUSTER)
        .hasMessageContaining("launch again with --id id-1");
    assertThat(calls("AddJobFlowSteps")).isEqualTo(3);
  }

  @Test
  void findsItsStepOnALaterPage() {
    on(
        "ListSteps",
        Reply.json("{\"Steps\":[{\"Id\":\"s-0\",\"Name\":\"x [id-10]\"}],\"Marker\":\"more\"}"),
        steps("towpath load orders [id-1]", "s-7"));

    assertThat(emr().submit(JOB)).isEqualTo("s-7");
    assertThat(calls("AddJobFlowSteps")).isZero();
    assertThat(server.calls().get(1).body()).contains("\"Marker\":\"more\"");
  }

  @Test
  void namesTheRightThatIsMissing() {
    on("ListSteps", NO_STEPS);
    on("AddJobFlowSteps", error(400, "AccessDeniedException", "User: arn:x is not authorized"));

    assertFails(() -> emr().submit(JOB), ExitCode.CLUSTER)
        .hasMessageContaining(
            "expected credentials with the right elasticmapreduce:AddJobFlowSteps")
        .hasMessageNotContaining("arn:x");
  }

  @Test
  void saysWhyARequestWasRefused() {
    on("DescribeCluster", error(400, "InvalidRequestException", "Cluster id 'j-1' is not valid."));

    assertFails(() -> emr().require(), ExitCode.CONFIGURATION)
        .hasMessageContaining("Cluster id 'j-1' is not valid.");
  }

  @Test
  void tellsTheStateAndReasonOfAStep() {
    on(
        "DescribeStep",
        Reply.json(
            "{\"Step\":{\"Status\":{\"State\":\"FAILED\",\"FailureDetails\":{\"Reason\":\"Unknown"
                + " Error\",\"LogFile\":\"s3://logs/stderr.gz\"}}}}"));

    JobState state = emr().state("s-1");

    assertThat(state.ended()).isTrue();
    assertThat(state.succeeded()).isFalse();
    assertThat(state.reason()).contains("Unknown Error", "s3://logs/stderr.gz");
  }

  @Test
  void startsAJobRunAgainWithTheSameTokenAfterALostReply() {
    String path = "POST /applications/app1/jobruns";
    Reply started = Reply.json("{\"jobRunId\":\"r-1\"}");
    on(path, started.sent(Manner.CUT), error(503, "ServiceUnavailable", ""), started);

    assertThat(serverless().submit(JOB)).isEqualTo("r-1");

    assertThat(server.calls()).hasSize(3);
    assertThat(server.calls())
        .allSatisfy(call -> assertThat(call.body()).contains("\"clientToken\":\"id-1\""));
  }

  @Test
  void refusesATokenThatWasUsedForSomethingElse() {
    Reply conflict =
        new Reply(409, Map.of(), "{\"message\":\"token in use\"}".getBytes(UTF_8), Manner.WHOLE)
            .with("x-amzn-ErrorType", "ConflictException:http://aws/");
    on("POST /applications/app1/jobruns", conflict);

    assertFails(() -> serverless().submit(JOB), ExitCode.CONFIGURATION)
        .hasMessageContaining("409 ConflictException")
        .hasMessageContaining("token in use");
  }

  @Test
  void followsAJobRunThroughItsStates() {
    String path = "GET /applications/app1/jobruns/r-1";
    on(
        path,
        Reply.json("{\"jobRun\":{\"state\":\"RUNNING\",\"stateDetails\":\"\"}}"),
        error(429, "TooManyRequestsException", ""),
        Reply.json("{\"jobRun\":{\"state\":\"FAILED\",\"stateDetails\":\"out of memory\"}}"));

    assertThat(serverless().state("r-1").ended()).isFalse();
    assertThat(serverless().state("r-1"))
        .isEqualTo(new JobState("FAILED", true, false, "out of memory"));
  }

  @Test
  void saysThatAServiceIsOutOfReach() {
    server.close();

    assertFails(() -> emr().require(), ExitCode.CLUSTER)
        .hasMessageContaining("localhost was not reached")
        .hasMessageContaining("check network, region and --endpoint");
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertFails(
      ThrowingCallable call, ExitCode code) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(code));
  }
}
