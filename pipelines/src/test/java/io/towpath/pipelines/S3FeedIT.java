package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.io.postgres.RunRow;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.EmbeddedS3;
import io.towpath.testing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole feed whose source and raw zone are on S3 ends as the same feed does in folders. */
final class S3FeedIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();

  private static final int LINES = 5000;

  @TempDir Path root;

  @AfterEach
  void heal() {
    S3.proxy().heal();
  }

  @ParameterizedTest
  @EnumSource(
      value = RunnerChoice.class,
      names = {"DIRECT", "SPARK"})
  void publishesTheTableOfTheSameFeedInFolders(RunnerChoice runner) throws IOException {
    String feed = "bucket_" + runner;
    ProjectFolder project = project(feed, S3.endpoint());
    ProjectFolder folders = folders("folder_" + runner);
    for (int delivery = 1; delivery <= 2; delivery++) {
      String orders = Orders.csv(delivery, LINES);
      S3.put("inbox-" + feed + "/" + delivery + ".csv", orders);
      folders.file("inbox/" + delivery + ".csv", orders);

      RunRow.Counts counts = project.run(feed, runner).load().run().counts();

      RunRow.Counts expected = folders.run("folder_" + runner, runner).load().run().counts();
      assertThat(counts).isEqualTo(expected);
      assertThat(counts.rejected()).isPositive();
      assertThat(project.checksum(feed + ".orders"))
          .isEqualTo(folders.checksum("folder_" + runner + ".orders"));
    }
    assertThat(project.run(feed, runner).load().run()).as("nothing new").isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = RunnerChoice.class,
      names = {"DIRECT", "SPARK"})
  void publishesTheSameTableWhileTheServerIsBusyF20(RunnerChoice runner) throws IOException {
    String feed = "busy_" + runner;
    String quiet = "quiet_" + runner;
    ProjectFolder project = project(feed, S3.proxy().endpoint());
    ProjectFolder folders = folders(quiet);
    String orders = Orders.csv(3, LINES);
    S3.put("inbox-" + feed + "/1.csv", orders);
    folders.file("inbox/1.csv", orders);
    AtomicInteger request = new AtomicInteger();
    S3.proxy()
        .rule(
            each ->
                request.getAndIncrement() % 5 < 2 ? Fault.status(503, "SlowDown") : Fault.none());

    RunRow.Counts counts = project.run(feed, runner).load().run().counts();

    assertThat(request.get()).as("requests").isGreaterThan(10);
    assertThat(counts).isEqualTo(folders.run(quiet, runner).load().run().counts());
    assertThat(project.checksum(feed + ".orders")).isEqualTo(folders.checksum(quiet + ".orders"));
  }

  private ProjectFolder project(String feed, String endpoint) throws IOException {
    return S3Project.in(Files.createDirectory(root.resolve(feed)), POSTGRES, S3, endpoint)
        .orders(feed)
        .folder();
  }

  private ProjectFolder folders(String feed) throws IOException {
    Path folder = Files.createDirectory(root.resolve(feed));
    return Orders.project(ProjectFolder.in(folder, POSTGRES), feed, feed);
  }
}
