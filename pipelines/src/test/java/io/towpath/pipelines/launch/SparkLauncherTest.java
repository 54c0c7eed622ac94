package io.towpath.pipelines.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.pipelines.template.Jobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --on spark} starts, what it refuses, and how it ends. */
final class SparkLauncherTest {
  private static final String LOCAL = "local[2]";

  @TempDir private Path root;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path jar;
  private Path submit;

  @BeforeEach
  void installSpark() throws IOException {
    jar = Files.writeString(root.resolve("job.jar"), "");
    submit = root.resolve("bin/spark-submit");
    Files.createDirectories(submit.getParent());
    spark("touch " + root.resolve("started"));
  }

  @Test
  void rendersTheWholeCommand() {
    LaunchRequest request =
        request(
            Map.of("feed", "orders", "project", "shop", "sparkMaster", "spark://h:7077"),
            Map.of("spark.executor.memory", "4g"));

    assertThat(launcher().render(request).get("command"))
        .isEqualTo(
            List.of(
                submit.toString(),
                "--master",
                "spark://h:7077",
                "--deploy-mode",
                "client",
                "--name",
                "towpath land orders",
                "--class",
                "io.towpath.pipelines.Land",
                "--conf",
                "spark.executor.memory=4g",
                jar.toString(),
                "--feed=orders",
                "--project=shop",
                "--runner=SparkRunner"));
  }

  @Test
  void refusesEverythingThatIsWrongAtOnceAndStartsNothing() {
    LaunchRequest request =
        request(
            Map.of("feed", "Orders", "runner", "DirectRunner"),
            Map.of(
                "spark.executorEnv.DW_PASSWORD", "hush",
                "spark.submit.deployMode", "cluster",
                "executor.memory", "4g"));
    Launcher launcher =
        new SparkLauncher(
            Map.of("SPARK_HOME", "/nowhere"), SparkJar.find("/no/job.jar", null), streams());

    assertThatThrownBy(() -> Launches.require(launcher, request, List.of("--param x has no value")))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContainingAll(
            "--param x has no value",
            "feed is \"Orders\"; expected what matches",
            "--conf spark.executorEnv.DW_PASSWORD would show a secret",
            "--conf spark.submit.deployMode is set by the launch",
            "--conf executor.memory is no setting of Spark",
            "--jar /no/job.jar does not exist; build it: ./mvnw",
            "spark-submit was not found; expected SPARK_HOME",
            "sparkMaster is missing; expected spark://HOST:PORT",
            "runner is \"DirectRunner\"; expected SparkRunner")
        .message()
        .doesNotContain("hush");
    assertThat(root.resolve("started")).doesNotExist();
  }

  @Test
  void refusesAPasswordInAValue() {
    LaunchRequest request =
        request(
            Map.of("feed", "orders", "project", "s3://me:hush@x", "sparkMaster", LOCAL), Map.of());

    assertThat(request.mistakes())
        .singleElement()
        .asString()
        .contains("project holds a password")
        .doesNotContain("hush");
  }

  @Test
  void doesNotRepeatAPasswordInAValueThatIsWrongInAnotherWayToo() {
    LaunchRequest request =
        request(Map.of("feed", "orders", "sparkMaster", "spark://me:hush@h:7077"), Map.of());

    assertRefused(launcher(), request);
    assertRefused(new LocalLauncher(null, streams()), request);
  }

  @Test
  void takesTheSparkThatIsNamedBeforeThatOfTheEnvironment() {
    SparkLauncher launcher =
        new SparkLauncher(
            Map.of("SPARK_HOME", "/nowhere"), SparkJar.find(jar.toString(), null), streams());

    assertThat(launcher.mistakes(good())).hasSize(1);
    assertThat(launcher.in(root).mistakes(good())).isEmpty();
    assertThat(launcher.render(good()).get("command"))
        .asInstanceOf(LIST)
        .startsWith("env", "SPARK_HOME=" + root, submit.toString());
    assertThat(launcher.in(root.resolve("none")).mistakes(good()))
        .singleElement()
        .asString()
        .contains("--spark-home " + root.resolve("none") + " has no bin/spark-submit");
  }

  @Test
  void givesTheJobTheSparkThatIsNamed() throws IOException {
    spark("echo $SPARK_HOME; exit 1");

    assertThatThrownBy(() -> ((SparkLauncher) launcher()).in(root).run(good()))
        .hasMessageContaining(submit + " ended with 1");
    assertThat(out.toString(UTF_8).strip()).isEqualTo(root.toString());
  }

  @Test
  void endsWith8AndSubmitsNothingWhereNoMasterAnswers() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String master = "spark://127.0.0.1:" + free;
    LaunchRequest request = request(Map.of("feed", "orders", "sparkMaster", master), Map.of());

    assertThatThrownBy(() -> launcher().run(request))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessageContaining(master + " cannot be reached, nothing was submitted");
    assertThat(root.resolve("started")).doesNotExist();
  }

  @Test
  void passesOnBothStreamsAndTheExitCodeOfTheJob() throws IOException {
    spark("seq 20000; seq 20000 >&2; exit 4");

    int status = launcher().run(good());

    assertThat(status).isEqualTo(ExitCode.BLOCKED.status());
    assertThat(out.toString(UTF_8).lines()).hasSize(20000).last().isEqualTo("20000");
    assertThat(err.toString(UTF_8).lines()).hasSize(20000).last().isEqualTo("20000");
  }

  @Test
  void endsWith8WhereTheJobWasLost() throws IOException {
    spark("kill -9 $$");
    assertLost("was killed by signal 9");

    spark("exit 1");
    assertLost("ended with 1, which is no exit code of a job");
  }

  private static void assertRefused(Launcher launcher, LaunchRequest request) {
    assertThatThrownBy(() -> Launches.require(launcher, request, List.of()))
        .hasMessageContaining("sparkMaster holds a password")
        .message()
        .contains("sparkMaster is \"spark://***@h:7077\"")
        .doesNotContain("hush");
  }

  private void assertLost(String how) {
    assertThatThrownBy(() -> launcher().run(good()))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessageContaining(how);
  }

  private void spark(String commands) throws IOException {
    Files.writeString(submit, "#!/bin/sh\n" + commands + "\n");
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwx------"));
  }

  private static LaunchRequest good() {
    return request(Map.of("feed", "orders", "sparkMaster", LOCAL), Map.of());
  }

  private static LaunchRequest request(Map<String, String> values, Map<String, String> settings) {
    return new LaunchRequest(Jobs.all().get(0), values, settings);
  }

  private Launcher launcher() {
    return new SparkLauncher(
        Map.of("SPARK_HOME", root.toString()), SparkJar.find(jar.toString(), null), streams());
  }

  private Streams streams() {
    return new Streams(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }
}
