package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import io.towpath.testing.OrderLine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code towpath launch} runs the real mains, here and by Spark's own SparkSubmit. */
final class LaunchIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @TempDir private Path root;
  private String feed;
  private ProjectFolder project;

  @BeforeEach
  void newFeed(TestInfo test) {
    feed = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    project =
        Orders.project(ProjectFolder.in(root, POSTGRES), feed, feed)
            .migrate()
            .file("inbox/1.csv", OrderLine.HEADER + anOrder().withId(1).csv());
  }

  @Test
  void runsAFeedInAProcessOfItsOwn() {
    CommandRun done = launch("run", "--on", "local");

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.err()).contains("\"step\":\"land.commit\"", "\"step\":\"load.stage\"");
    assertPublished();
  }

  @Test
  void endsAsTheJobEnds() {
    project.file("inbox/1.csv", OrderLine.HEADER + anOrder().withAmount("n/a").csv());

    CommandRun done = launch("run", "--on", "local");

    assertThat(done.status()).isEqualTo(ExitCode.BLOCKED.status());
    assertThat(done.err()).contains("1 of 1 records were rejected");
  }

  @Test
  void printsTheCommandThatWouldRun() throws InterruptedException {
    CommandRun shown = launch("run", "--on", "local", "--dry-run");
    assertThat(shown.status()).isZero();
    assertThat(project.rows("select 1 from towpath.batch where feed = '" + feed + "'")).isEmpty();

    CommandRun done = CommandRun.of(new ProcessBuilder("sh", "-c", shown.out()));

    assertThat(done.status()).as(done.out()).isZero();
    assertPublished();
  }

  @Test
  void submitsToSpark() throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("launch", "run", "--param", "feed=" + feed, "--on", "spark"));
    arguments.addAll(List.of("--param", "sparkMaster=local[2]", "--project", root.toString()));
    arguments.addAll(List.of("--jar", emptyJar().toString()));
    ProcessBuilder command = TowpathProcess.command(arguments.toArray(String[]::new));
    command.environment().put("SPARK_HOME", sparkHome().toString());

    CommandRun done = CommandRun.of(command);

    assertThat(done.status()).as(done.out()).isZero();
    assertPublished();
  }

  @Test
  void refusesAnUnknownTemplateAndPlace() {
    CommandRun template = launch("lnad", "--on", "local");
    CommandRun place = launch("land", "--on", "sprak");

    assertThat(template.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(template.err())
        .contains("no template 'lnad': expected land, load, publish or run. Did you mean land?");
    assertThat(place.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(place.err()).contains("--on is sprak; expected", "Did you mean spark?");
  }

  private CommandRun launch(String template, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("launch", template, "--param", "feed=" + feed));
    arguments.addAll(List.of(more));
    return CommandRun.in(root, arguments.toArray(String[]::new));
  }

  private void assertPublished() {
    assertThat(project.value("select count(*) from " + feed + ".orders")).isEqualTo("1");
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  /** Spark's libraries are on the class path, what starts them is not. */
  private Path sparkHome() throws IOException {
    Path submit = root.resolve("spark/bin/spark-submit");
    Files.createDirectories(submit.getParent());
    String opens =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-opens"))
            .collect(Collectors.joining(" "));
    Files.writeString(
        submit,
        "#!/bin/sh\nexec '%s/bin/java' -Xmx1g %s -cp '%s' org.apache.spark.deploy.SparkSubmit \"$@\"\n"
            .formatted(System.getProperty("java.home"), opens, ProjectFolder.classPath()));
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwx------"));
    return root.resolve("spark");
  }

  /** The classes are on the class path of the test. */
  private Path emptyJar() throws IOException {
    Path jar = root.resolve("job.jar");
    new JarOutputStream(Files.newOutputStream(jar)).close();
    return jar;
  }
}
