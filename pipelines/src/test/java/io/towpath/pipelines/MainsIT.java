package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import io.towpath.testing.OrderLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The mains that launchers start: options of Beam's kind, the same exit codes as the commands. */
final class MainsIT {
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
  void landAndLoadEndWith0() throws InterruptedException {
    CommandRun landed = main(Land.class, "--feed=" + feed, "--runner=DirectRunner");
    CommandRun loaded = main(Load.class, "--feed=" + feed, "--runner=SparkRunner");

    assertEnded(landed, ExitCode.OK);
    assertThat(landed.out()).contains("\"step\":\"land.commit\"").doesNotContain("load.");
    assertEnded(loaded, ExitCode.OK);
    assertThat(loaded.out()).contains("\"step\":\"load.stage\"").doesNotContain("land.");
    assertThat(project.value("select count(*) from " + feed + ".orders")).isEqualTo("1");
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  @Test
  void runEndsWith4WhenBlockedAndSaysWhy() throws InterruptedException {
    project.file("inbox/1.csv", OrderLine.HEADER + anOrder().withAmount("n/a").csv());

    CommandRun done = main(Run.class, "--feed=" + feed, "--runner=DirectRunner");

    assertEnded(done, ExitCode.BLOCKED);
    assertThat(done.out()).contains("1 of 1 records were rejected", "towpath rejects " + feed);
    assertThat(project.value("select count(*) from " + feed + ".orders")).isEqualTo("0");
  }

  @Test
  void runEndsWith2ForAnOptionThatIsWrong() throws InterruptedException {
    CommandRun unknownFeed = main(Run.class, "--feed=" + feed + "s", "--runner=DirectRunner");
    CommandRun noFeed = main(Run.class, "--runner=DirectRunner");

    assertEnded(unknownFeed, ExitCode.CONFIGURATION);
    assertThat(unknownFeed.out()).contains("Did you mean " + feed + "?");
    assertEnded(noFeed, ExitCode.CONFIGURATION);
    assertThat(noFeed.out()).contains("feed");
  }

  @Test
  void publishEndsWith0ForARunThatIsPublished() throws InterruptedException {
    assertEnded(main(Run.class, "--feed=" + feed, "--runner=DirectRunner"), ExitCode.OK);
    String run = project.value("select run from towpath.run where feed = '" + feed + "'");

    CommandRun published = main(Publish.class, "--run=" + run);
    CommandRun unknown = main(Publish.class, "--run=20260105T090000-1f2e3d4c");

    assertEnded(published, ExitCode.OK);
    assertThat(published.out()).contains("\"step\":\"publish.lease\"");
    assertEnded(unknown, ExitCode.CONFIGURATION);
    assertThat(unknown.out()).contains("no run '20260105T090000-1f2e3d4c' in the ledger");
  }

  /** YARN takes a driver that exits by itself for one that failed. */
  @Test
  void returnsInsteadOfExitingWhereAClusterRunsTheDriver() throws InterruptedException {
    CommandRun onCluster = main(ReturningRun.class, "cluster", "--feed=" + feed);
    CommandRun inClient = main(ReturningRun.class, "client", "--feed=" + feed);
    CommandRun failed = main(ReturningRun.class, "cluster", "--feed=none");

    assertEnded(onCluster, ExitCode.OK);
    assertThat(onCluster.out()).contains(ReturningRun.RETURNED);
    assertEnded(inClient, ExitCode.OK);
    assertThat(inClient.out()).doesNotContain(ReturningRun.RETURNED);
    assertEnded(failed, ExitCode.CONFIGURATION);
  }

  private CommandRun main(Class<?> main, String... options) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--project=" + root);
    return CommandRun.of(TowpathProcess.java(main, all.toArray(String[]::new)));
  }

  private static void assertEnded(CommandRun done, ExitCode code) {
    assertThat(done.status()).as(done.out()).isEqualTo(code.status());
  }
}
