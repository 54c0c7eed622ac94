package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.io.postgres.Lease;
import io.towpath.io.postgres.Leases;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import io.towpath.testing.OrderLine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each exit code of the README, in a situation that leads to it, with what to do about it. */
final class ExitCodesIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final String GOOD =
      OrderLine.HEADER + anOrder().withId(1).csv() + anOrder().withId(2).csv();

  @TempDir private Path root;
  private String feed;
  private ProjectFolder project;

  @BeforeEach
  void newFeed(TestInfo test) {
    feed = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    project =
        Orders.project(ProjectFolder.in(root, POSTGRES), feed, feed)
            .migrate()
            .file("inbox/1.csv", GOOD);
  }

  @Test
  void endsWith0WhenItPublished() {
    CommandRun done = towpath("run", feed);

    assertEnded(done, ExitCode.OK);
    assertThat(done.out()).contains("1 files landed", "staged 2 = inserted 2 + updated 0");
    assertThat(rows()).isEqualTo("2");
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  @Test
  void endsWith0WhenThereIsNothingToDo() {
    towpath("run", feed);

    CommandRun again = towpath("run", feed);

    assertEnded(again, ExitCode.OK);
    assertThat(again.out()).contains("no new files", "nothing new to publish");
    assertThat(project.value("select count(*) from towpath.run where feed = '" + feed + "'"))
        .isEqualTo("1");
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  @Test
  void endsWith2ForAMistakeInAFile() {
    String path = "feeds/" + feed + ".yaml";
    project.file(path, project.text(path).replace("load:", "laod:"));

    CommandRun done = towpath("run", feed);

    assertEnded(done, ExitCode.CONFIGURATION);
    assertThat(done.err()).contains(path + ":3:1 ", "laod", "Did you mean load?");
    assertNothingTouched();
  }

  @Test
  void endsWith2ForAFeedThatIsNotThere() {
    CommandRun done = towpath("run", feed.substring(1));

    assertEnded(done, ExitCode.CONFIGURATION);
    assertThat(done.err()).contains("no feed '" + feed.substring(1), "Did you mean " + feed + "?");
    assertNothingTouched();
  }

  @Test
  void endsWith3WhenTheSourceIsNotWhatTheFeedSays() {
    project
        .file(
            "feeds/" + feed + ".yaml",
            project.text("feeds/" + feed + ".yaml").replace(".csv", ".csv.gz"))
        .file("inbox/1.csv.gz", GOOD);

    CommandRun done = towpath("run", feed);

    assertEnded(done, ExitCode.SOURCE);
    assertThat(done.err()).contains("cannot read inbox/1.csv.gz as gzip", "deliver the file again");
    assertNothingPublished();
  }

  @Test
  void endsWith4WhenTooMuchIsRejected() {
    project.file("inbox/1.csv", GOOD + anOrder().withId(3).withAmount("n/a").csv());

    CommandRun done = towpath("run", feed);

    assertEnded(done, ExitCode.BLOCKED);
    assertThat(done.out()).contains("blocked", "1 of 3 records were rejected, expected at most 5");
    assertNothingPublished();
  }

  @Test
  void endsWith5WhenTheWarehouseCannotBeReached() {
    warehouse("jdbc:postgresql://127.0.0.1:1/nowhere");

    CommandRun done = towpath("run", feed);

    assertEnded(done, ExitCode.WAREHOUSE);
    assertThat(done.err()).contains("127.0.0.1:1", "check host, port and network");
  }

  @Test
  void endsWith5WhenTheLedgerIsMissing() {
    warehouse(POSTGRES.url().replaceFirst("/[^/]*$", "/template1"));

    CommandRun done = towpath("run", feed);

    assertEnded(done, ExitCode.WAREHOUSE);
    assertThat(done.err()).contains("the ledger is missing", "run 'towpath migrate'");
  }

  @Test
  void endsWith6WhileAnotherRunHoldsTheLease() {
    try (Session other = project.open(RunnerChoice.DIRECT);
        Lease held =
            Leases.acquire(other.warehouse(), feed, Lease.Work.WRITE, "another run", Land.LEASE)) {
      held.check();

      CommandRun done = towpath("run", feed);

      assertEnded(done, ExitCode.LEASE);
      assertThat(done.err())
          .contains("the write lease is held by another run")
          .contains("pid " + ProcessHandle.current().pid(), "wait for it to end");
      assertNothingPublished();
    }
  }

  @Test
  void endsWith7WhenTheRawZoneLostWhatItsManifestNames() throws IOException {
    towpath("land", feed);
    Path part;
    try (Stream<Path> parts = Files.walk(root.resolve("raw/" + feed + "/parts"))) {
      part = parts.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    Files.delete(part);

    CommandRun done = towpath("load", feed);

    assertEnded(done, ExitCode.RAW_ZONE);
    assertThat(done.err()).contains("raw zone", part.getFileName().toString());
    assertNothingPublished();
  }

  /** An installation that lost a library does what no input should be able to do. */
  @Test
  void endsWith70ForWhatOnlyABugExplains() throws InterruptedException {
    ProcessBuilder command =
        TowpathProcess.command("run", feed, "--project", root.toString(), "--runner", "direct");
    command.command().replaceAll(argument -> withoutDriver(argument));

    CommandRun done = CommandRun.of(command);

    assertEnded(done, ExitCode.BUG);
    assertThat(done.err())
        .contains("a bug in Towpath: java.lang.", "at io.towpath", "Please report it")
        .contains("running again is safe");
  }

  private static String withoutDriver(String argument) {
    return argument.equals(ProjectFolder.classPath())
        ? Arrays.stream(argument.split(File.pathSeparator))
            .filter(entry -> !entry.contains("/org/postgresql/postgresql/"))
            .collect(Collectors.joining(File.pathSeparator))
        : argument;
  }

  private CommandRun towpath(String command, String feedName) {
    return CommandRun.of(command, feedName, "--project", root.toString(), "--runner", "direct");
  }

  private void warehouse(String url) {
    project.file("towpath.yaml", project.text("towpath.yaml").replace(POSTGRES.url(), url));
  }

  private static void assertEnded(CommandRun done, ExitCode code) {
    assertThat(done.status()).as(done.out() + done.err()).isEqualTo(code.status());
  }

  private String rows() {
    return project.value("select count(*) from " + feed + ".orders");
  }

  private void assertNothingTouched() {
    assertThat(root.resolve("raw")).doesNotExist();
    assertThat(project.value("select count(*) from towpath.lease where feed = '" + feed + "'"))
        .isEqualTo("0");
  }

  private void assertNothingPublished() {
    assertThat(project.value("select count(*) from towpath.published where feed = '" + feed + "'"))
        .isEqualTo("0");
  }
}
