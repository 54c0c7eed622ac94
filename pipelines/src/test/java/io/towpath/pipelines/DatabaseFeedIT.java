package io.towpath.pipelines;

import static io.towpath.testing.LedgerAssert.assertSettled;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.Manifest;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code towpath run} of a feed whose source is a table of PostgreSQL. */
final class DatabaseFeedIT {
  @RegisterExtension static final EmbeddedPostgres WAREHOUSE = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedPostgres SOURCE = EmbeddedPostgres.create();

  private static final String ROWS =
      "select order_id, customer, amount, changed_at from shop.orders order by order_id";

  @TempDir private Path root;
  private ProjectFolder project;

  @BeforeEach
  void fill() {
    WAREHOUSE.execute("drop schema if exists shop cascade; drop schema if exists towpath cascade");
    SOURCE.execute("drop schema if exists shop cascade");
    SOURCE.execute(DatabaseProject.TABLE);
    SOURCE.execute(
        "insert into shop.orders select i, case when i % 10 = 0 then '' else 'customer ' || i end,"
            + " i / 100.0, timestamptz '2024-01-01 00:00Z' + i * interval '1 microsecond'"
            + " from generate_series(1, 20000) i");
    project = DatabaseProject.in(root, WAREHOUSE, SOURCE, "");
  }

  @Test
  void bringsEveryRowOfTheTable() {
    Run.Result result = project.run("orders", RunnerChoice.DIRECT);

    assertThat(WAREHOUSE.rows(ROWS)).isEqualTo(SOURCE.rows(ROWS));
    assertThat(result.land().manifest().parts())
        .allSatisfy(part -> assertThat(part.source()).endsWith("#shop.orders"));
    assertThat(result.load().run().counts().read()).isEqualTo(20_000);
    assertSettled(WAREHOUSE, "orders");
  }

  @Test
  void readsTheWholeTableAgainAndChangesWhatHasChanged() {
    project.run("orders", RunnerChoice.DIRECT);
    SOURCE.execute("update shop.orders set amount = 9, changed_at = now() where order_id <= 5");
    SOURCE.execute("insert into shop.orders values (20001, 'new', 1)");

    Run.Result result = project.run("orders", RunnerChoice.DIRECT);

    assertThat(WAREHOUSE.rows(ROWS)).isEqualTo(SOURCE.rows(ROWS));
    assertThat(result.load().run().counts().updated()).isEqualTo(5);
    assertThat(result.load().run().counts().inserted()).isEqualTo(1);
    assertSettled(WAREHOUSE, "orders");
  }

  @Test
  void replacesTheTableByWhatIsThereNow() {
    DatabaseProject.feed(project, SOURCE, "", "replace");
    project.run("orders", RunnerChoice.DIRECT);
    SOURCE.execute("delete from shop.orders where order_id > 100");

    project.run("orders", RunnerChoice.DIRECT);

    assertThat(WAREHOUSE.rows(ROWS)).isEqualTo(SOURCE.rows(ROWS));
    assertSettled(WAREHOUSE, "orders");
  }

  @Test
  void goesOnWhereTheLastBatchEnded() {
    DatabaseProject.feed(
        project, SOURCE, ", cursor: {column: changed_at, type: time, margin: 0s}", "upsert");
    Manifest first = project.run("orders", RunnerChoice.DIRECT).land().manifest();
    assertThat(project.run("orders", RunnerChoice.DIRECT).land().manifest()).isNull();
    SOURCE.execute("update shop.orders set amount = 9, changed_at = now() where order_id <= 5");

    Run.Result result = project.run("orders", RunnerChoice.DIRECT);

    assertThat(WAREHOUSE.rows(ROWS)).isEqualTo(SOURCE.rows(ROWS));
    assertThat(result.load().run().counts().read()).isEqualTo(5);
    assertThat(result.land().manifest().slice().from()).isEqualTo(first.slice().cursor());
    assertSettled(WAREHOUSE, "orders");
  }

  @Test
  void landsNothingOfATableWithoutRows() {
    SOURCE.execute("truncate shop.orders");

    Run.Result result = project.run("orders", RunnerChoice.DIRECT);

    assertThat(result.land().manifest()).isNull();
    assertThat(result.load().run()).isNull();
  }

  @Test
  void bringsTheSameRowsOnSpark() {
    Run.Result result = project.run("orders", RunnerChoice.SPARK);

    assertThat(WAREHOUSE.rows(ROWS)).isEqualTo(SOURCE.rows(ROWS));
    assertThat(result.land().manifest().parts()).hasSize(1);
    assertSettled(WAREHOUSE, "orders");
  }

  @Test
  void showsTheRowOfAReject() {
    SOURCE.execute("update shop.orders set amount = 'NaN' where order_id = 7");

    project.run("orders", RunnerChoice.DIRECT);

    List<List<String>> rejects =
        WAREHOUSE.rows("select reason, column_name, found from towpath.reject");
    assertThat(rejects).containsExactly(List.of("type", "amount", "NaN"));
    assertThat(CommandRun.of("rejects", "orders", "--project", root.toString()).out())
        .contains("\"order_id\": 7");
  }
}
