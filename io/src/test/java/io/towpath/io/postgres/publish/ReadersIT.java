package io.towpath.io.postgres.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.Feed;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.Runs;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.postgres.publish.PublishTransaction.Outcome;
import io.towpath.io.postgres.stage.FeedFixture;
import io.towpath.io.postgres.stage.FeedFixture.Order;
import io.towpath.io.postgres.stage.OrderContracts;
import io.towpath.io.postgres.stage.Sealing;
import io.towpath.testing.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadersIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static int counter;

  @Test
  void seeTheOldRowsOrTheNewOnesWhileOneReplacesTheOther() throws Exception {
    FeedFixture orders =
        FeedFixture.of(POSTGRES, OrderContracts.monthly("seen" + ++counter), Feed.Mode.REPLACE);
    orders.load(1, year(1));
    String query =
        "select count(*) || ' ' || count(distinct amount) || ' ' || min(amount) from shop."
            + orders.feed().contract().table();
    Set<String> seen = ConcurrentHashMap.newKeySet();
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> readUntil(done, query, seen));

    for (int batch = 2; batch <= 6; batch++) {
      orders.load(batch, year(batch));
    }
    done.set(true);
    reader.get(30, TimeUnit.SECONDS);

    assertThat(seen)
        .hasSizeGreaterThan(1)
        .isSubsetOf("24 1 1.00", "24 1 2.00", "24 1 3.00", "24 1 4.00", "24 1 5.00", "24 1 6.00");
  }

  @Test
  @Timeout(60)
  void delayASwapAndNeverBreakIt() throws Exception {
    FeedFixture orders =
        FeedFixture.of(POSTGRES, OrderContracts.whole("held" + ++counter), Feed.Mode.REPLACE);
    orders.load(1, year(1));
    CountDownLatch reading = new CountDownLatch(1);
    CompletableFuture<Long> reader =
        CompletableFuture.supplyAsync(() -> readFor(2, orders.feed().contract().table(), reading));
    reading.await();

    orders.load(2, year(2));

    assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(24);
    assertThat(orders.query("select distinct amount from shop." + orders.feed().contract().table()))
        .containsExactly("2.00");
  }

  @Test
  @Timeout(60)
  void areNamedWhenTheyHoldTheTableForTooLong() throws SQLException {
    FeedFixture orders =
        FeedFixture.of(POSTGRES, OrderContracts.whole("kept" + ++counter), Feed.Mode.REPLACE);
    orders.load(1, year(1));
    FeedFixture.Staged staged = orders.stage(2, "r2", year(2));
    String table = "shop." + orders.feed().contract().table();

    try (Connection reader = POSTGRES.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("set application_name = 'slow report'");
      statement.execute("select from " + table);

      assertThatThrownBy(
              () ->
                  Publisher.of(orders.address(), step -> {})
                      .within(Duration.ofSeconds(2))
                      .publish(orders.feed(), staged.run().run(), 1, List.of()))
          .hasMessageContaining("other sessions held " + table)
          .hasMessageContaining("of postgres (slow report) since");
    }
    orders.publish(staged.run().run());

    assertThat(orders.query("select distinct amount from " + table)).containsExactly("2.00");
  }

  @Test
  void learnFromTheLedgerWhatALostReplyDidNotTell() throws SQLException {
    FeedFixture orders =
        FeedFixture.of(POSTGRES, OrderContracts.monthly("lost" + ++counter), Feed.Mode.UPSERT);
    FeedFixture.Staged staged = orders.stage(1, "r1", year(1));
    RunRow run = new Runs(orders.address()).stage(staged.run().run());
    Sealing.seal(orders.address(), staged.stage(), run.plan().run());

    Outcome first = attempt(orders, staged, run);
    Outcome second = attempt(orders, staged, run);

    assertThat(List.of(first, second)).containsExactly(Outcome.PUBLISHED, Outcome.ALREADY);
    assertThat(orders.target()).hasSize(24);
  }

  private static Outcome attempt(FeedFixture orders, FeedFixture.Staged staged, RunRow run)
      throws SQLException {
    try (Connection connection = Warehouse.connect(orders.address(), "test", Role.LOADER)) {
      return new PublishTransaction(connection, run, staged.stage(), 1).run(List.of());
    }
  }

  /** Two orders a month, all of one amount. */
  private static Order[] year(int amount) {
    Order[] rows = new Order[24];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Order.of(i, String.format("2026-%02d-05", 1 + i / 2), amount + ".00", amount);
    }
    return rows;
  }

  private static void readUntil(AtomicBoolean done, String query, Set<String> seen) {
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement()) {
      while (!done.get()) {
        try (ResultSet row = statement.executeQuery(query)) {
          row.next();
          seen.add(row.getString(1));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A report that takes its time: the table stays locked for reading until it ends. */
  private static long readFor(int seconds, String table, CountDownLatch reading) {
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select from shop." + table + " limit 1");
      reading.countDown();
      statement.execute("select pg_sleep(" + seconds + ")");
      try (ResultSet row = statement.executeQuery("select count(*) from shop." + table)) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
