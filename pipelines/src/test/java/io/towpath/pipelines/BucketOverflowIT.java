package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.stage.BucketOverflow;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bucket that does not fit a worker's memory costs a second plan, not the run. */
final class BucketOverflowIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final int LINES = 40_000;

  /** Too little for one of the eight buckets that are planned, enough for one of 32. */
  private static final long BUCKET_BYTES = 500_000;

  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "SPARK"})
  void plansFourTimesAsManyBuckets(RunnerChoice runner, @TempDir Path root) {
    String feed = "orders_" + runner;
    ProjectFolder project =
        Orders.project(ProjectFolder.in(root, POSTGRES), feed, "fits_" + runner)
            .file("inbox/1.csv", Orders.csv(1, LINES));

    LoadResult result;
    try (Session session = project.open(runner)) {
      FeedPlan plan = session.plan(feed);
      Land.run(session, plan.feed());
      result = Load.run(session, plan, BUCKET_BYTES);
    }

    BooksAssert.assertBalanced(result);
    assertThat(result.run().state()).isEqualTo(RunRow.State.PUBLISHED);
    assertThat(result.run().counts().read()).isEqualTo(LINES);
    assertThat(
            project.rows(
                "select state, buckets from towpath.run where feed = '"
                    + feed
                    + "' order by buckets"))
        .extracting(row -> String.join(" ", row))
        .containsExactly("abandoned 8", "published 32");
  }

  @Test
  void givesUpWhereMoreBucketsDoNotHelp(@TempDir Path root) {
    ProjectFolder project =
        Orders.project(ProjectFolder.in(root, POSTGRES), "orders_never", "fits_never")
            .file("inbox/1.csv", Orders.csv(1, LINES));

    try (Session session = project.open(RunnerChoice.DIRECT)) {
      FeedPlan plan = session.plan("orders_never");
      Land.run(session, plan.feed());

      assertThatThrownBy(() -> Load.run(session, plan, 20_000))
          .isInstanceOf(BucketOverflow.class)
          .hasMessageContaining("expected at most");
    }
    assertThat(project.value("select count(*) from towpath.published where feed = 'orders_never'"))
        .isEqualTo("0");
  }
}
