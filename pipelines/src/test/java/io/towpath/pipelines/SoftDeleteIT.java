package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.io.postgres.RunRow;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that are deleted stay, marked, through the whole line. */
final class SoftDeleteIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedPostgres SOURCE = EmbeddedPostgres.create();

  private static final String HEADER = "order_id,customer,amount,changed_at\n";
  private static final String FEED =
      """
      contract: ../contracts/orders.odcs.yaml
      source: {files: "inbox/*.csv", format: csv}
      load: {mode: %s, deleteWhen: "customer == 'gone'"}
      """;

  @TempDir private Path root;
  private ProjectFolder project;
  private int deliveries;

  @BeforeEach
  void open() {
    for (String schema : List.of("shop", "towpath", "towpath_tombstones", "towpath_stage")) {
      POSTGRES.execute("drop schema if exists " + schema + " cascade");
    }
    project =
        Orders.project(ProjectFolder.in(root, POSTGRES))
            .file("feeds/orders.yaml", FEED.formatted("soft-delete"));
  }

  /** Delivers rows of id, customer and hour; returns the books of their run. */
  private RunRow.Counts deliver(RunnerChoice runner, String... rows) {
    StringBuilder csv = new StringBuilder(HEADER);
    for (String row : rows) {
      String[] cells = row.split(" ");
      csv.append("%s,%s,1.00,2026-01-01T%s:00:00Z%n".formatted(cells[0], cells[1], cells[2]));
    }
    project.file("inbox/" + ++deliveries + ".csv", csv.toString());
    RunRow.Counts counts = project.run("orders", runner).load().run().counts();
    LedgerAssert.assertSettled(POSTGRES, "orders");
    return counts;
  }

  private RunRow.Counts deliver(String... rows) {
    return deliver(RunnerChoice.DIRECT, rows);
  }

  private String table() {
    return project.value(
        "select string_agg(order_id || case when _deleted_at is null then '' else '-' end, ' '"
            + " order by order_id) from shop.orders");
  }

  @ParameterizedTest
  @EnumSource(
      value = RunnerChoice.class,
      names = {"DIRECT", "SPARK"})
  void marksARowThatIsDeleted(RunnerChoice runner) {
    deliver(runner, "1 a 01", "2 b 01", "3 c 01");

    RunRow.Counts counts = deliver(runner, "2 gone 02");

    assertThat(counts.deleted()).isEqualTo(1);
    assertThat(table()).isEqualTo("1 2- 3");
    assertThat(
            project.value(
                "select bool_and(_deleted_at = started) from shop.orders, towpath.run where"
                    + " _deleted_at is not null and deleted = 1"))
        .isEqualTo("t");
    assertThat(project.value("select customer from shop.orders where order_id = 2")).isEqualTo("b");
  }

  @Test
  void keepsARowThatIsMarkedAlready() {
    deliver("1 a 01", "9 z 01");
    deliver("1 gone 02");
    String marked = project.value("select _deleted_at from shop.orders where order_id = 1");

    RunRow.Counts again = deliver("1 gone 03");

    assertThat(again.kept()).isEqualTo(1);
    assertThat(again.deleted()).isZero();
    assertThat(project.value("select _deleted_at from shop.orders where order_id = 1"))
        .isEqualTo(marked);
  }

  @Test
  void takesTheMarkAwayWhereANewerVersionComes() {
    deliver("1 a 01", "9 z 01");
    deliver("1 gone 02");

    RunRow.Counts counts = deliver("1 a 03");

    assertThat(counts.updated()).isEqualTo(1);
    assertThat(table()).isEqualTo("1 9");
  }

  @Test
  void leavesTheMarkWhereAnOlderVersionComesLate() {
    deliver("1 a 01", "9 z 01");
    deliver("1 gone 05");

    RunRow.Counts counts = deliver("1 late 03");

    assertThat(counts.kept()).isEqualTo(1);
    assertThat(table()).isEqualTo("1- 9");
    assertThat(project.value("select customer from shop.orders where order_id = 1")).isEqualTo("a");
  }

  @Test
  void remembersADeleteOfARowThatIsNotThere() {
    deliver("1 a 01");
    deliver("2 gone 05");

    RunRow.Counts counts = deliver("2 late 03");

    assertThat(counts.kept()).isEqualTo(1);
    assertThat(table()).isEqualTo("1");
  }

  @Test
  void writesNoTupleWhereTheSameComesAgain() {
    String[] rows = {"1 a 01", "2 b 01", "2 gone 02"};
    deliver("1 a 01", "2 b 01");
    deliver(rows);
    String tuples =
        "select string_agg(ctid || ' ' || xmin, ',' order by order_id) from shop.orders";
    String before = project.value(tuples);

    RunRow.Counts counts = deliver(rows);

    assertThat(counts.kept()).isEqualTo(counts.staged());
    assertThat(project.value(tuples)).isEqualTo(before);
  }

  @Test
  void givesATableThatWasLoadedByUpsertTheColumn() {
    project.file("feeds/orders.yaml", FEED.formatted("upsert"));
    deliver("1 a 01", "2 b 01");
    project.file("feeds/orders.yaml", FEED.formatted("soft-delete"));

    deliver("2 gone 02");

    assertThat(table()).isEqualTo("1 2-");
  }

  @Test
  void refusesAModeThatWouldNotLookAtTheMarks() {
    deliver("1 a 01");
    project.file("feeds/orders.yaml", FEED.formatted("upsert"));
    project.file("inbox/x.csv", HEADER + "1,b,1.00,2026-01-01T05:00:00Z\n");

    CommandRun run = CommandRun.in(root, "run", "orders");

    assertThat(run.status()).isEqualTo(ExitCode.WAREHOUSE.status());
    assertThat(run.err()).contains("_deleted_at", "load with soft-delete as before");
  }

  @Test
  void marksWhatASweepFindsGoneAndCountsItNoMore() {
    SOURCE.execute("drop schema if exists shop cascade");
    SOURCE.execute(DatabaseProject.TABLE);
    SOURCE.execute("insert into shop.orders select i, 'c', 1 from generate_series(1, 100) i");
    DatabaseProject.feed(project, SOURCE, ", deletes: sweep", "soft-delete");
    project.run("orders", RunnerChoice.DIRECT);
    SOURCE.execute("delete from shop.orders where order_id <= 5");

    RunRow.Counts counts = project.run("orders", RunnerChoice.DIRECT).load().run().counts();

    assertThat(counts.deleted()).isEqualTo(5);
    assertThat(project.value("select count(*) from shop.orders where _deleted_at is not null"))
        .isEqualTo("5");
    assertThat(CommandRun.in(root, "reconcile", "orders").out())
        .isEqualTo("orders: 95 rows, 0 keys only in the table, 0 only in the source\n");
    SOURCE.execute("delete from shop.orders where order_id = 6");
    assertThat(project.run("orders", RunnerChoice.DIRECT).load().run().counts().deleted())
        .isEqualTo(1);
    LedgerAssert.assertSettled(POSTGRES, "orders");
  }
}
