package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that run one feed at once: one works, the other is told who does. */
final class RivalsIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final int LINES = 2_000;

  @TempDir private Path root;
  private String feed;
  private ProjectFolder project;

  @BeforeEach
  void newFeed(TestInfo test) {
    feed = "feed_" + test.getTestMethod().orElseThrow().getName().hashCode();
    feed = feed.replace('-', '_');
    project =
        Orders.project(ProjectFolder.in(root, POSTGRES), feed, feed)
            .migrate()
            .file("inbox/1.csv", Orders.csv(1, LINES));
  }

  /** F05. */
  @Test
  void tellsTheSecondRunWhoHoldsTheLease() throws InterruptedException {
    TowpathProcess first = stoppedAt("load.stage");

    TowpathProcess second = project.start(feed, RunnerChoice.DIRECT);

    assertThat(second.waitFor()).as(second.output()).isEqualTo(ExitCode.LEASE.status());
    assertThat(second.output())
        .contains("the write lease is held by " + run())
        .contains("pid " + first.pid());
    first.signal("CONT");
    assertThat(first.waitFor()).as(first.output()).isZero();
    assertThat(rows()).isEqualTo(loadedOnce());
    LedgerAssert.assertSettled(project.postgres(), feed);
  }

  /** F05. */
  @Test
  void landsForOneOfTwoAtATime() throws InterruptedException {
    TowpathProcess first = stoppedAt("land.copy");

    TowpathProcess second = project.start(feed, RunnerChoice.DIRECT);

    assertThat(second.waitFor()).as(second.output()).isEqualTo(ExitCode.LEASE.status());
    assertThat(second.output()).contains("the land lease is held by");
    first.signal("CONT");
    assertThat(first.waitFor()).as(first.output()).isZero();
    assertThat(project.value("select count(*) from towpath.batch where feed = '" + feed + "'"))
        .isEqualTo("1");
    assertThat(rows()).isEqualTo(loadedOnce());
  }

  /** F05: other feeds are nobody's rivals. */
  @Test
  void runsDifferentFeedsSideBySide() throws InterruptedException {
    String other = feed + "_other";
    Orders.project(project, other, other);
    TowpathProcess first = stoppedAt("load.stage");

    TowpathProcess second = project.start(other, RunnerChoice.DIRECT);

    assertThat(second.waitFor()).as(second.output()).isZero();
    first.signal("CONT");
    assertThat(first.waitFor()).as(first.output()).isZero();
    assertThat(project.checksum(other + ".orders")).isEqualTo(project.checksum(feed + ".orders"));
  }

  /** F06: a first attempt that an orchestrator gave up lives on behind the second's back. */
  @Test
  void publishesNothingWithALeaseThatWasTakenOver() throws InterruptedException {
    TowpathProcess first = stoppedAt("publish.seal");
    project.execute("update towpath.lease set expires = now() where feed = '" + feed + "'");

    TowpathProcess second = project.start(feed, RunnerChoice.DIRECT);

    assertThat(second.waitFor()).as(second.output()).isZero();
    first.signal("CONT");
    assertThat(first.waitFor()).as(first.output()).isEqualTo(6);
    assertThat(rows()).isEqualTo(loadedOnce());
    LedgerAssert.assertSettled(project.postgres(), feed);
  }

  /** F06: the next run does not wait for a lease to expire. */
  @Test
  void goesOnAtOnceAfterATermination() throws InterruptedException {
    TowpathProcess first = project.start(feed, RunnerChoice.DIRECT);
    assertThat(first.reaches("load.stage"::equals)).isTrue();

    first.signal("TERM");

    assertThat(first.waitFor()).isEqualTo(128 + 15);
    TowpathProcess second = project.start(feed, RunnerChoice.DIRECT);
    assertThat(second.waitFor()).as(second.output()).isZero();
    assertThat(rows()).isEqualTo(loadedOnce());
    LedgerAssert.assertSettled(project.postgres(), feed);
  }

  private TowpathProcess stoppedAt(String step) throws InterruptedException {
    TowpathProcess process = project.start(feed, RunnerChoice.DIRECT);
    assertThat(process.reaches(step::equals)).as(process.output()).isTrue();
    process.signal("STOP");
    return process;
  }

  private String run() {
    return project.value("select run from towpath.run where feed = '" + feed + "'");
  }

  private String rows() {
    return project.checksum(feed + ".orders");
  }

  /** The same orders through a feed of their own. */
  private String loadedOnce() {
    String undisturbed = feed + "_alone";
    Orders.project(project, undisturbed, undisturbed);
    project.run(undisturbed, RunnerChoice.DIRECT);
    return project.checksum(undisturbed + ".orders");
  }
}
