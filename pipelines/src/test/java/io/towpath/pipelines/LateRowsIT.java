package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.io.postgres.CheckResults;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rows that appear late show whether the overlap of slices is long enough. */
final class LateRowsIT {
  @RegisterExtension static final EmbeddedPostgres WAREHOUSE = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedPostgres SOURCE = EmbeddedPostgres.create();

  @TempDir private Path root;
  private ProjectFolder project;

  @BeforeEach
  void fill() {
    WAREHOUSE.execute("drop schema if exists shop cascade; drop schema if exists towpath cascade");
    SOURCE.execute("drop schema if exists shop cascade");
    SOURCE.execute(DatabaseProject.TABLE);
    project = DatabaseProject.in(root, WAREHOUSE, SOURCE, "");
    DatabaseProject.feed(
        project,
        SOURCE,
        ", cursor: {column: changed_at, type: overlap, overlap: 1h, margin: 0s}",
        "upsert");
    row(1, "5 minutes");
    row(2, "2 minutes");
    project.run("orders", RunnerChoice.DIRECT);
  }

  @Test
  void countsRowsThatOnlyTheOverlapHasFound() {
    row(3, "10 minutes");

    LoadResult load = project.run("orders", RunnerChoice.DIRECT).load();

    assertThat(load.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(values(load)).containsEntry("late_rows", 1L);
    assertThat(load.checks()).allMatch(CheckResults.Result::passed);
  }

  @Test
  void warnsWhereARowIsLaterThanHalfOfTheOverlap() {
    row(3, "40 minutes");

    LoadResult load = project.run("orders", RunnerChoice.DIRECT).load();

    assertThat(load.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(load.checks())
        .filteredOn(check -> !check.passed())
        .extracting(CheckResults.Result::id)
        .containsExactly("late_rows_half_the_overlap");
  }

  @Test
  void blocksWhereTheNextRowCouldHaveBeenMissed() {
    row(3, "57 minutes");

    LoadResult load = project.run("orders", RunnerChoice.DIRECT).load();

    assertThat(load.exitCode()).isEqualTo(ExitCode.BLOCKED);
    assertThat(load.run().error()).contains("late_rows_within_the_overlap");
    assertThat(WAREHOUSE.rows("select count(*) from shop.orders").get(0)).containsExactly("2");
  }

  private static void row(int id, String ago) {
    SOURCE.execute(
        "insert into shop.orders values (%d, 'c', 1, now() - interval '%s')".formatted(id, ago));
  }

  private static Map<String, Long> values(LoadResult load) {
    return load.checks().stream()
        .collect(Collectors.toMap(CheckResults.Result::id, check -> check.value().longValue()));
  }
}
