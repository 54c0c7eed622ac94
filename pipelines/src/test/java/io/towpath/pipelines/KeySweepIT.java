package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that a database has no more are deleted, unless they are too many, and come back. */
final class KeySweepIT {
  @RegisterExtension static final EmbeddedPostgres SOURCE = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedPostgres WAREHOUSE = EmbeddedPostgres.create();

  private static final String CURSOR = ", cursor: {column: changed_at, type: time, margin: 0s}";

  @TempDir private Path root;

  @BeforeEach
  void open() {
    SOURCE.execute("drop schema if exists shop cascade");
    SOURCE.execute(DatabaseProject.TABLE);
    WAREHOUSE.execute("drop schema if exists shop cascade");
    WAREHOUSE.execute("drop schema if exists towpath cascade");
    WAREHOUSE.execute("drop schema if exists towpath_tombstones cascade");
    WAREHOUSE.execute("drop schema if exists towpath_stage cascade");
    insert(1, 100);
  }

  private static void insert(int from, int to) {
    SOURCE.execute(
        "insert into shop.orders select i, 'c' || i, i from generate_series(%d, %d) i"
            .formatted(from, to));
  }

  private ProjectFolder project(String more) {
    return DatabaseProject.in(root, WAREHOUSE, SOURCE, ", deletes: sweep" + more).migrate();
  }

  private CommandRun towpath(String... arguments) {
    return CommandRun.in(root, arguments);
  }

  private static List<List<String>> keys(EmbeddedPostgres database) {
    return database.rows("select order_id from shop.orders order by order_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", CURSOR})
  void deletesWhatTheSourceHasNoMore(String cursor) {
    project(cursor);
    assertThat(towpath("run", "orders").status()).isZero();
    SOURCE.execute("delete from shop.orders where order_id in (7, 70)");
    insert(101, 102);

    CommandRun run = towpath("run", "orders", "--json");

    assertThat(run.only().get("deleted").asInt()).as(run.err()).isEqualTo(2);
    assertThat(keys(WAREHOUSE)).isEqualTo(keys(SOURCE));
    LedgerAssert.assertSettled(WAREHOUSE, "orders");
    assertThat(towpath("reconcile", "orders").out())
        .isEqualTo("orders: 100 rows, 0 keys only in the table, 0 only in the source\n");
  }

  @Test
  void findsDeletesWhereNothingIsNew() {
    project(CURSOR);
    assertThat(towpath("run", "orders").status()).isZero();
    SOURCE.execute("delete from shop.orders where order_id = 1");

    assertThat(towpath("run", "orders", "--json").only().get("deleted").asInt()).isEqualTo(1);
    assertThat(keys(WAREHOUSE)).isEqualTo(keys(SOURCE));
    assertThat(towpath("run", "orders", "--json").only().get("state").asText())
        .isEqualTo("nothing to do");
  }

  @Test
  void takesBackARowThatReturns() {
    project(CURSOR);
    assertThat(towpath("run", "orders").status()).isZero();
    SOURCE.execute("delete from shop.orders where order_id = 5");
    assertThat(towpath("run", "orders").status()).isZero();
    insert(5, 5);

    assertThat(towpath("run", "orders").status()).isZero();
    assertThat(keys(WAREHOUSE)).isEqualTo(keys(SOURCE));
  }

  @Test
  void blocksWhereTooManyAreGone() {
    project(CURSOR + ", maxDeletes: 10");
    assertThat(towpath("run", "orders").status()).isZero();
    SOURCE.execute("delete from shop.orders where order_id <= 11");

    CommandRun blocked = towpath("run", "orders");

    assertThat(blocked.status()).isEqualTo(ExitCode.BLOCKED.status());
    assertThat(blocked.err())
        .contains(
            "11 of 100 keys of shop.orders are gone, more than source.jdbc.maxDeletes (10 %)");
    assertThat(keys(WAREHOUSE)).hasSize(100);
    insert(1, 1);
    assertThat(towpath("run", "orders").status()).isZero();
    assertThat(keys(WAREHOUSE)).isEqualTo(keys(SOURCE));
  }

  @Test
  void reconcileNamesTheKeysThatDiffer() {
    project(CURSOR);
    CommandRun early = towpath("reconcile", "orders");
    assertThat(early.status()).isEqualTo(ExitCode.WAREHOUSE.status());
    assertThat(early.err()).contains("has no table yet");
    assertThat(towpath("run", "orders").status()).isZero();
    SOURCE.execute("delete from shop.orders where order_id = 3");
    WAREHOUSE.execute("delete from shop.orders where order_id = 9");
    insert(200, 210);

    CommandRun done = towpath("reconcile", "orders");

    assertThat(done.status()).isEqualTo(ExitCode.BLOCKED.status());
    assertThat(done.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
        .containsExactly(
            "only in | order_id",
            "table | 3",
            "source | 9",
            "orders: 99 rows, 1 keys only in the table, 1 only in the source");
  }

  @Test
  void refusesKeysThatCannotBeCompared() {
    ProjectFolder project = project("");
    project.file(
        "feeds/orders.yaml",
        project.text("feeds/orders.yaml") + "steps:\n  - derive: {order_id: \"order_id\"}\n");

    CommandRun done = towpath("validate");

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("deletes: sweep compares keys", "order_id is derived");
  }
}
