package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.io.postgres.RunRow;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.OrderLine;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** When rejects or checks block a run: nothing is published, the stage is kept, exit code 4. */
final class BlockedRunIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final String ERROR_RATE = "{property: errorRate, value: 5, unit: percent}";

  @TempDir private Path root;
  private String feed;
  private ProjectFolder project;

  @BeforeEach
  void newFeed(TestInfo test) {
    feed = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    project = Orders.project(ProjectFolder.in(root, POSTGRES), feed, feed);
  }

  @Test
  void blocksWhenMoreIsRejectedThanTheContractAllows() {
    LoadResult result = load(90, 10);

    assertBlocked(result, "10 of 100 records were rejected, expected at most 5 percent");
  }

  @Test
  void publishesWhatIsLeftWithinTheErrorRate() {
    LoadResult result = load(95, 5);

    assertPublished(result, 95);
  }

  @Test
  void blocksOnOneRejectWhereTheErrorRateIsZero() {
    errorRate("{property: errorRate, value: 0, unit: percent}");

    LoadResult result = load(99, 1);

    assertBlocked(result, "1 of 100 records were rejected, expected at most 0 percent");
  }

  @Test
  void publishesWhateverIsLeftWithoutAnErrorRate() {
    errorRate("{property: availability, value: 99, unit: percent}");

    LoadResult result = load(1, 99);

    assertPublished(result, 1);
  }

  @Test
  void blocksWithoutAnErrorRateWhenNothingIsLeft() {
    errorRate("{property: availability, value: 99, unit: percent}");

    LoadResult result = load(0, 100);

    assertBlocked(result, "100 of 100 records were rejected, expected that at least one passes");
  }

  @Test
  void publishesTheKeptStageOnceTheContractAllowsIt() {
    String run = load(90, 10).run().plan().run();
    errorRate("{property: errorRate, value: 10, unit: percent}");

    LoadResult result;
    try (Session session = project.open(RunnerChoice.DIRECT)) {
      result = Publish.run(session, run);
    }

    assertPublished(result, 90);
    assertThat(result.run().plan().run()).isEqualTo(run);
  }

  @Test
  void takesTheBatchesOfABlockedRunOnceMore() {
    load(90, 10);
    errorRate("{property: errorRate, value: 10, unit: percent}");

    LoadResult result = project.run(feed, RunnerChoice.DIRECT).load();

    assertPublished(result, 90);
    assertThat(
            project.value(
                "select count(*) from pg_class where relnamespace = 'towpath_stage'::regnamespace and relname like '%"
                    + feed.substring(0, 20)
                    + "%'"))
        .isEqualTo("0");
  }

  private void errorRate(String level) {
    project.file(
        "contracts/" + feed + ".odcs.yaml",
        Orders.CONTRACT
            .replace("schema: shop}", "schema: " + feed + "}")
            .replace(ERROR_RATE, level));
  }

  private LoadResult load(int good, int bad) {
    project.file(
        "inbox/1.csv",
        IntStream.range(0, good + bad)
            .mapToObj(i -> anOrder().withId(i + 1).withAmount(i < good ? "1.50" : "n/a").csv())
            .collect(Collectors.joining("", OrderLine.HEADER, "")));
    return project.run(feed, RunnerChoice.DIRECT).load();
  }

  private void assertPublished(LoadResult result, int rows) {
    BooksAssert.assertBalanced(result);
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(project.value("select count(*) from " + feed + ".orders"))
        .isEqualTo(Integer.toString(rows));
  }

  private void assertBlocked(LoadResult result, String why) {
    assertThat(result.exitCode()).isEqualTo(ExitCode.BLOCKED);
    assertThat(result.run().state()).isEqualTo(RunRow.State.BLOCKED);
    assertThat(result.run().error()).startsWith(why);
    assertThat(project.value("select count(*) from " + feed + ".orders")).isEqualTo("0");
    assertThat(
            project.value(
                "select to_regclass('towpath_stage.' || quote_ident(stage)) is not null"
                    + " from towpath.run where run = '"
                    + result.run().plan().run()
                    + "'"))
        .as("whether the stage is kept")
        .isEqualTo("t");
  }
}
