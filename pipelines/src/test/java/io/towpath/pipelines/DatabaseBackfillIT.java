package io.towpath.pipelines;

import static io.towpath.testing.LedgerAssert.assertSettled;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedMariaDb;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code towpath land} of windows of a table whose cursor has passed them. */
final class DatabaseBackfillIT {
  @RegisterExtension static final EmbeddedPostgres WAREHOUSE = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedMariaDb MARIADB = EmbeddedMariaDb.create();

  private static final String TIME =
      ", cursor: {column: changed_at, type: time, margin: 0s}, connections: 2";
  private static final String AMOUNTS =
      "select order_id, amount from shop.orders order by order_id";

  /** Two orders on each of ten days. */
  private static final String ROWS =
      "insert into shop.orders select i + 1, 'c', 1, timestamp '2024-01-01 00:00:00' +";

  @TempDir private Path root;
  private ProjectFolder project;

  @BeforeEach
  void fill() {
    WAREHOUSE.execute("drop schema if exists shop cascade; drop schema if exists towpath cascade");
    POSTGRES.execute("drop schema if exists shop cascade");
    POSTGRES.execute(DatabaseProject.TABLE);
    POSTGRES.execute(
        "set time zone 'UTC'; " + ROWS + " i * interval '12 h' from generate_series(0, 19) i");
    MARIADB.execute("set global time_zone = '+00:00'");
    MARIADB.execute("drop table if exists shop.orders");
    MARIADB.execute(
        "create table shop.orders (order_id bigint primary key, customer varchar(40) not null,"
            + " amount decimal(12,2) not null, changed_at timestamp(6) not null default now(6))");
    MARIADB.execute(ROWS + " interval i * 12 hour from (select seq as i from seq_0_to_19) as s");
  }

  private void feed(String url, String user, String keys) {
    project =
        ProjectFolder.in(root, WAREHOUSE)
            .file("contracts/orders.odcs.yaml", Orders.CONTRACT)
            .file(
                "feeds/orders.yaml",
                """
                contract: ../contracts/orders.odcs.yaml
                source: {jdbc: {url: "%s", user: %s, table: shop.orders%s}}
                load: {mode: upsert}
                """
                    .formatted(url, user, keys))
            .migrate();
  }

  private CommandRun land(String... range) {
    String[] command = {"land", "orders", "--from", range[0], "--to", range[1], "--window", "1d"};
    return CommandRun.in(root, command);
  }

  @Test
  void bringsWindowsOfPostgresAgainAndLeavesTheCursor() {
    feed(POSTGRES.url(), POSTGRES.user(), TIME);
    bringsWindowsAgain(POSTGRES::execute);
    assertThat(WAREHOUSE.rows(AMOUNTS)).isEqualTo(POSTGRES.rows(AMOUNTS));
  }

  @Test
  void bringsWindowsOfMariaDbAgainAndLeavesTheCursor() {
    feed(MARIADB.url(), MARIADB.user(), TIME);
    bringsWindowsAgain(MARIADB::execute);
    assertThat(WAREHOUSE.rows(AMOUNTS)).isEqualTo(MARIADB.rows(AMOUNTS));
  }

  /** A change that no cursor sees is brought by the windows, and none of others. */
  private void bringsWindowsAgain(Consumer<String> database) {
    assertThat(project.run("orders", RunnerChoice.DIRECT).load().run().counts().read())
        .isEqualTo(20);
    database.accept("update shop.orders set amount = 9 where order_id between 3 and 10");

    CommandRun stopped = land("2024-01-01", "2024-01-03");
    CommandRun resumed = land("2024-01-01", "2024-01-06");
    CommandRun again = land("2024-01-01", "2024-01-06");
    Run.Result filled = project.run("orders", RunnerChoice.DIRECT);
    database.accept("insert into shop.orders (order_id, customer, amount) values (21, 'new', 3)");
    Run.Result live = project.run("orders", RunnerChoice.DIRECT);
    while (live.land().manifest() == null) { // until the mark has passed the row
      live = project.run("orders", RunnerChoice.DIRECT);
    }

    assertThat(stopped.out()).as(stopped.err()).startsWith("orders: batch 2, 2 files");
    assertThat(resumed.out().lines()).as("two days are left out").hasSize(2);
    assertThat(resumed.out()).contains("batch 3, 2 files", "batch 4, 1 files");
    assertThat(again.out()).isEmpty();
    assertThat(filled.land().manifest()).as("nothing new behind the cursor").isNull();
    assertThat(filled.load().run().counts().read()).isEqualTo(10);
    assertThat(filled.load().run().counts().updated()).isEqualTo(8);
    assertThat(live.load().run().counts().read()).isEqualTo(1);
    assertSettled(WAREHOUSE, "orders");
  }

  @Test
  void backfillsByOverlappingSlicesToo() {
    feed(
        MARIADB.url(),
        MARIADB.user(),
        ", cursor: {column: changed_at, type: overlap, overlap: 1h}, connections: 8");

    CommandRun done = land("2024-01-03", "2024-01-05");

    assertThat(done.out()).as(done.err()).startsWith("orders: batch 1, 2 files");
    assertThat(CommandRun.in(root, "load", "orders").status()).isZero();
    assertThat(WAREHOUSE.rows("select order_id from shop.orders order by 1"))
        .containsExactly(List.of("5"), List.of("6"), List.of("7"), List.of("8"));
  }

  @Test
  void refusesWindowsThatRowsMayStillBeWrittenTo() {
    for (String url : List.of(POSTGRES.url(), MARIADB.url())) {
      feed(url, url.equals(MARIADB.url()) ? MARIADB.user() : POSTGRES.user(), TIME);

      CommandRun future = land("2024-01-01", "2999-01-01");

      assertThat(future.status()).isEqualTo(ExitCode.CONFIGURATION.status());
      assertThat(future.err()).contains("rows may still be written before 2999-01-01T00:00:00Z");
      assertThat(future.out()).isEmpty();
    }
  }

  @Test
  void refusesATableWithoutACursorOfTime() {
    String sequence = ", cursor: {column: order_id, type: sequence}";
    for (String keys : List.of("", sequence)) {
      feed(POSTGRES.url(), POSTGRES.user(), keys);

      CommandRun refused = land("2024-01-01", "2024-01-03");

      assertThat(refused.status()).isEqualTo(ExitCode.CONFIGURATION.status());
      assertThat(refused.err()).contains("expected source.jdbc.cursor of type time or overlap");
    }
  }
}
