package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.io.postgres.RunRow;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps that make several records of one, with books that say so. */
final class ExpandingStepsIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @TempDir private Path root;

  @ParameterizedTest
  @EnumSource(
      value = RunnerChoice.class,
      names = {"DIRECT", "SPARK"})
  void accountsForEachRecordThatAnArrayHolds(RunnerChoice runner) {
    String feed = "lines_" + runner;
    ProjectFolder project = Orders.project(ProjectFolder.in(root, POSTGRES), feed, feed);
    project.file(
        "feeds/" + feed + ".yaml",
        """
        contract: ../contracts/%s.odcs.yaml
        source: {files: "inbox/*.ndjson", format: ndjson}
        steps:
          - explode: {column: orders, into: {order_id: /id, amount: /amount}}
        load: {mode: upsert}
        """
            .formatted(feed));
    project.file(
        "contracts/" + feed + ".odcs.yaml",
        project.text("contracts/" + feed + ".odcs.yaml").replace("value: 5,", "value: 90,"));
    project.file(
        "inbox/a.ndjson",
        """
        {"customer": "a", "changed_at": "2026-01-01T00:00:00Z", "orders": [{"id": 1, "amount": 1.5}, {"id": 2, "amount": 2}]}
        {"customer": "b", "changed_at": "2026-01-01T00:00:00Z", "orders": []}
        {"customer": "c", "changed_at": "2026-01-01T00:00:00Z", "orders": [{"id": 3, "amount": "x"}, {"id": 4, "amount": 4}, {"id": 4, "amount": 4}]}
        """);

    RunRow.Counts counts = project.run(feed, runner).load().run().counts();

    assertThat(counts.read()).isEqualTo(3);
    assertThat(counts.expanded()).isEqualTo(3);
    assertThat(counts.staged()).isEqualTo(3);
    assertThat(counts.duplicates()).isEqualTo(1);
    assertThat(counts.rejected()).isEqualTo(1);
    assertThat(counts.filtered()).isEqualTo(1);
    assertThat(
            project.value(
                "select string_agg(order_id || customer || amount, ' ' order by order_id) from "
                    + "\""
                    + feed
                    + "\".orders"))
        .isEqualTo("1a1.50 2a2.00 4c4.00");
    LedgerAssert.assertSettled(POSTGRES, feed);
  }
}
