package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedEmr;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.EmbeddedS3;
import io.towpath.testing.LedgerAssert;
import io.towpath.testing.OrderLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code towpath launch --on emr} and {@code emr-serverless} against moto, and S3Proxy for the
 * store. moto takes jobs and runs none: the test runs the main that it was given, in an empty
 * folder with the project unpacked as Spark does it, and then has moto say how the job ended.
 */
final class EmrLaunchIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();
  @RegisterExtension static final EmbeddedEmr EMR = EmbeddedEmr.create();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_NANOS = 100_000_000;
  private static final String ROLE = "arn:aws:iam::123456789012:role/towpath";

  @TempDir private Path root;
  private String feed;
  private ProjectFolder project;
  private Path jar;

  @BeforeEach
  void newFeed(TestInfo test) throws IOException {
    feed = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    Path folder = Files.createDirectory(root.resolve("shop"));
    project = S3Project.in(folder, POSTGRES, S3, S3.endpoint()).orders(feed).folder().migrate();
    project.file("hush.txt", "a secret").file(".hidden/feeds.yaml", "a: b");
    jar = Files.writeString(root.resolve("job.jar"), "a jar of " + feed);
  }

  @Test
  void runsAStepToItsEndAndUploadsTheJarOnce() throws Exception {
    deliver(anOrder().withId(1).csv());
    String cluster = text(EMR.ask("cluster"));

    CommandRun done = whileStepRuns(() -> emr(cluster, "run", feed + "-1"));

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.err()).contains("launch.submit", "\"uploaded\":true", "COMPLETED");
    assertThat(project.value("select count(*) from " + feed + ".orders")).isEqualTo("1");
    LedgerAssert.assertSettled(POSTGRES, feed);

    CommandRun next = whileStepRuns(() -> emr(cluster, "load", feed + "-2"));

    assertThat(next.status()).as(next.err()).isZero();
    assertThat(next.err()).contains("\"uploaded\":false");
    assertThat(objects("jars")).hasSize(1);
    assertThat(objects("projects")).hasSize(1);
  }

  @Test
  void endsAsTheJobOfAStepSaysThatItEnded() throws Exception {
    deliver(anOrder().withAmount("n/a").csv());
    String cluster = text(EMR.ask("cluster"));

    CommandRun done = whileStepRuns(() -> emr(cluster, "run", feed));
    CommandRun again = emr(cluster, "run", feed);

    assertThat(done.status()).isEqualTo(ExitCode.BLOCKED.status());
    assertThat(done.err()).contains("1 of 1 records were rejected", "towpath rejects " + feed);
    assertThat(again.status()).isEqualTo(ExitCode.BLOCKED.status());
    assertThat(steps(feed)).hasSize(1);
  }

  @Test
  void followsTheStepThatItsIdHasAlready() throws Exception {
    deliver(anOrder().withId(1).csv());
    String cluster = text(EMR.ask("cluster"));
    CompletableFuture<CommandRun> lost =
        CompletableFuture.supplyAsync(() -> emrProcess(cluster, "run", feed));
    JsonNode step = awaitStep();
    // The first launch is not told of the end before the second one has found the step.
    CompletableFuture<CommandRun> second =
        CompletableFuture.supplyAsync(() -> emrProcess(cluster, "run", feed));
    finish(step);

    assertThat(lost.get().status()).as(lost.get().err()).isZero();
    assertThat(second.get().status()).as(second.get().err()).isZero();
    assertThat(steps(feed)).hasSize(1);
    CommandRun other = emr(cluster, "land", feed);
    assertThat(other.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(other.err()).contains("--id " + feed + " was the launch of something else");
  }

  @Test
  void endsWith8ForAStepThatDied() throws Exception {
    String cluster = text(EMR.ask("cluster"));
    CompletableFuture<CommandRun> launch =
        CompletableFuture.supplyAsync(() -> emrProcess(cluster, "run", feed));
    awaitStep();
    EMR.ask("steps FAILED");

    assertThat(launch.get().status()).isEqualTo(ExitCode.CLUSTER.status());
    assertThat(launch.get().err()).contains("ended as FAILED and left no outcome in s3://");
  }

  @Test
  void runsAJobOnAnApplication() throws Exception {
    deliver(anOrder().withId(1).csv());
    String application = text(EMR.ask("application"));

    // moto has a job run succeed as soon as it is started: the outcome is not there yet.
    CommandRun early = serverless(application, feed);
    JsonNode run = JSON.readTree(EMR.ask("runs RUNNING")).get(0);
    runMain(
        run.at("/overrides/applicationConfiguration/0/properties/spark.archives").asText(),
        run.at("/driver/sparkSubmit/sparkSubmitParameters").asText().replace("--class ", ""),
        texts(run.at("/driver/sparkSubmit/entryPointArguments")));
    CommandRun late = serverless(application, feed);

    assertThat(early.status()).isEqualTo(ExitCode.CLUSTER.status());
    assertThat(early.err()).contains("ended as SUCCESS and left no outcome");
    assertThat(run.get("token").asText()).isEqualTo(feed);
    assertThat(late.status()).as(late.err()).isZero();
    assertThat(project.value("select count(*) from " + feed + ".orders")).isEqualTo("1");
    assertThat(JSON.readTree(EMR.ask("runs"))).hasSize(1);
  }

  @Test
  void submitsNothingToAClusterThatIsGone() {
    String cluster = text(EMR.ask("cluster"));
    EMR.ask("terminate " + cluster);

    CommandRun gone = emr(cluster, "run", feed);
    CommandRun unknown = emr("j-NOSUCH", "run", feed);

    assertThat(gone.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(gone.err()).contains("EMR cluster " + cluster + " is TERMINATED, nothing was");
    assertThat(unknown.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(unknown.err()).contains("DescribeCluster", "j-NOSUCH");
    assertThat(objects("launches/" + feed)).isEmpty();
  }

  @Test
  void tellsEveryMistakeBeforeAnythingIsUploaded() {
    project.file(
        "towpath.yaml",
        project.text("towpath.yaml").replaceFirst("raw: .*", "raw: raw") + "runner: direct\n");

    CommandRun done =
        CommandRun.of(
            "launch",
            "run",
            "--on",
            "emr",
            "--param",
            "feed=ordres",
            "--project",
            project.root().toString(),
            "--jar",
            "/no/job.jar",
            "--cluster",
            "123");

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err())
        .contains(
            "--cluster is \"123\"; expected an id such as j-",
            "--store is missing; expected s3://BUCKET/PREFIX",
            "--jar /no/job.jar does not exist",
            "raw is a folder of this machine; expected s3://",
            "no feed 'ordres'");
  }

  @Test
  void printsTheRequestWithoutACall() throws IOException {
    CommandRun shown =
        CommandRun.of(arguments("run", feed, "--on", "emr", "--cluster", "j-1", "--dry-run"));

    assertThat(shown.status()).as(shown.err()).isZero();
    List<String> args =
        texts(JSON.readTree(shown.out()).at("/AddJobFlowSteps/Steps/0/HadoopJarStep/Args"));
    assertThat(args)
        .containsSubsequence("spark-submit", "--deploy-mode", "cluster", "--class")
        .contains("io.towpath.pipelines.Run", "--project=project", "--runner=SparkRunner");
    assertThat(objects("")).isEmpty();
  }

  private void deliver(String lines) {
    S3.put("inbox-" + feed + "/1.csv", OrderLine.HEADER + lines);
  }

  private String[] arguments(String template, String id, String... more) {
    List<String> all = new ArrayList<>(List.of("launch", template, "--param", "feed=" + feed));
    all.addAll(List.of("--project", project.root().toString(), "--jar", jar.toString()));
    all.addAll(List.of("--id", id, "--store", "s3://" + S3.bucket() + "/" + feed));
    all.addAll(List.of("--region", "us-east-1", "--endpoint", EMR.endpoint()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private CommandRun emr(String cluster, String template, String id) {
    return CommandRun.of(arguments(template, id, "--on", "emr", "--cluster", cluster));
  }

  private CommandRun emrProcess(String cluster, String template, String id) {
    try {
      return CommandRun.of(
          withAws(
              TowpathProcess.command(
                  arguments(template, id, "--on", "emr", "--cluster", cluster))));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CommandRun serverless(String application, String id) {
    return CommandRun.of(
        arguments(
            "run", id, "--on", "emr-serverless", "--application", application, "--role", ROLE));
  }

  private interface Launched {
    CommandRun get();
  }

  private CommandRun whileStepRuns(Launched launch) throws Exception {
    CompletableFuture<Void> cluster =
        CompletableFuture.runAsync(
            () -> {
              try {
                finish(awaitStep());
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    CommandRun done = launch.get();
    cluster.get();
    return done;
  }

  /** The step that has not ended. */
  private static JsonNode awaitStep() throws Exception {
    while (true) {
      for (JsonNode step : JSON.readTree(EMR.ask("steps"))) {
        if (!List.of("COMPLETED", "FAILED").contains(step.get("state").asText())) {
          return step;
        }
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void finish(JsonNode step) throws Exception {
    List<String> args = texts(step.get("args"));
    int status =
        runMain(
            args.get(args.indexOf("--archives") + 1),
            args.get(args.indexOf("--class") + 1),
            args.subList(args.indexOf("spark.yarn.maxAppAttempts=1") + 2, args.size()));
    EMR.ask("steps " + (status == 0 ? "COMPLETED" : "FAILED"));
  }

  /** What the driver's container does. */
  private int runMain(String archive, String main, List<String> arguments) throws Exception {
    Path container = Files.createTempDirectory(root, "container");
    String[] place = archive.split("#");
    unpack(S3.file(place[0].replace("s3://" + S3.bucket() + "/", "")), container.resolve(place[1]));
    ProcessBuilder command =
        withAws(TowpathProcess.java(Class.forName(main), arguments.toArray(String[]::new)))
            .directory(container.toFile());
    CommandRun run = CommandRun.of(command);
    Files.writeString(root.resolve("driver.log"), run.out());
    return run.status();
  }

  private static ProcessBuilder withAws(ProcessBuilder command) {
    command.environment().putAll(S3.environment());
    return command;
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip), UTF_8)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, in.readAllBytes());
        names.add(entry.getName());
      }
    }
    assertThat(names).contains("towpath.yaml").noneMatch(name -> name.matches("hush.*|\\..*"));
  }

  private static List<JsonNode> steps(String id) throws IOException {
    List<JsonNode> steps = new ArrayList<>();
    for (JsonNode step : JSON.readTree(EMR.ask("steps"))) {
      if (step.get("name").asText().endsWith("[" + id + "]")) {
        steps.add(step);
      }
    }
    return steps;
  }

  private List<Path> objects(String kind) {
    Path folder = S3.file(feed + "/" + kind);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String text(String json) {
    return json.replace("\"", "");
  }
}
