package io.towpath.io.postgres.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.Feed;
import io.towpath.io.postgres.stage.FeedFixture.Order;
import io.towpath.testing.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class BucketWriterIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static int counter;
  private FeedFixture orders;

  @BeforeEach
  void newFeed() {
    orders =
        FeedFixture.of(POSTGRES, OrderContracts.monthly("staged" + ++counter), Feed.Mode.UPSERT);
  }

  @Test
  void commitsABucketOnceHoweverOftenItIsStaged() {
    FeedFixture.Staged staged = orders.stage(1, "r1", some(50));

    BucketResult again = orders.writer(staged).stage(staged.run(), 0, staged.blocks().get(0));

    assertThat(again.staged()).isPositive();
    assertThat(count(staged.stage().relation())).isEqualTo(50);
    assertThat(orders.query("select bucket from towpath.part where run = '" + run(staged) + "'"))
        .hasSize(3);
  }

  @Test
  void letsOnlyOneOfTwinsCommit() {
    FeedFixture.Staged staged = orders.plan(1, "r1", some(200));
    List<CompletableFuture<BucketResult>> twins = new ArrayList<>();

    for (int twin = 0; twin < 4; twin++) {
      for (int bucket = 0; bucket < 3; bucket++) {
        int number = bucket;
        twins.add(
            CompletableFuture.supplyAsync(
                () ->
                    orders
                        .writer(staged)
                        .stage(staged.run(), number, staged.blocks().get(number))));
      }
    }
    twins.forEach(CompletableFuture::join);

    assertThat(count(staged.stage().relation())).isEqualTo(200);
    assertThat(twins.stream().map(CompletableFuture::join).distinct()).hasSize(3);
    assertThat(orders.publish(run(staged)).run().counts().inserted()).isEqualTo(200);
  }

  @Test
  void rejectsOnlyTheRowsThatTheServerRefuses() {
    List<Order> rows = new ArrayList<>(List.of(some(100)));
    rows.set(17, rows.get(17).noted("nul\0here"));
    rows.set(63, rows.get(63).noted("\0"));

    FeedFixture.Staged staged = orders.stage(1, "r1", rows.toArray(new Order[0]));

    assertThat(count(staged.stage().relation())).isEqualTo(98);
    assertThat(
            orders.query(
                "select position || ' ' || reason || ' ' || expected from towpath.reject where run = '"
                    + run(staged)
                    + "' order by position"))
        .containsExactly(
            "17 warehouse a row that PostgreSQL takes (SQLSTATE 22021)",
            "63 warehouse a row that PostgreSQL takes (SQLSTATE 22021)");
    assertThat(orders.publish(run(staged)).run().counts().rejected()).isEqualTo(2);
  }

  @Test
  @Timeout(60)
  void stagesAgainWhenItsBackendIsKilledInMidCopy() throws Exception {
    orders.load(1, some(10));
    FeedFixture.Staged staged = orders.plan(2, "r2", some(20));
    CompletableFuture<BucketResult> work;

    try (Connection blocker = POSTGRES.connect();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("lock table " + staged.stage().relation() + " in share mode");
      work =
          CompletableFuture.supplyAsync(
              () -> orders.writer(staged).stage(staged.run(), 0, staged.blocks().get(0)));
      killWaitingCopy(statement);
      blocker.commit();
    }

    BucketResult result = work.get(30, TimeUnit.SECONDS);
    assertThat(count(staged.stage().relation())).isEqualTo(result.staged());
  }

  @Test
  void refusesToStageWhenTheServerHasEmptiedTheStage() {
    orders.load(1, some(1));
    FeedFixture.Staged staged = orders.plan(2, "r2", some(2));
    orders.execute("truncate " + staged.stage().markerRelation());

    assertThatThrownBy(() -> orders.writer(staged).stage(staged.run(), 0, staged.blocks().get(0)))
        .isInstanceOf(StageLost.class);
  }

  @Test
  void refusesATargetThatIsNotAsTheContractSays() {
    orders.load(1, some(1));
    orders.execute("alter table shop." + orders.feed().contract().table() + " drop column amount");

    assertThatThrownBy(() -> orders.plan(2, "r2", some(1)))
        .hasMessageContaining("column amount is missing, expected numeric(12,2)");
  }

  private static void killWaitingCopy(Statement statement) throws SQLException {
    boolean killed = false;
    while (!killed) {
      try (ResultSet row =
          statement.executeQuery(
              "select pg_terminate_backend(pid) from pg_stat_activity"
                  + " where query like 'copy towpath_stage%' and wait_event_type = 'Lock'"
                  + " and datname = current_database()")) {
        killed = row.next();
      }
      statement.execute("select pg_stat_clear_snapshot()");
    }
  }

  private static Order[] some(int count) {
    Order[] rows = new Order[count];
    for (int i = 0; i < count; i++) {
      rows[i] = Order.of(i, "2026-0" + (1 + i % 9) + "-05", i + ".25", 1);
    }
    return rows;
  }

  private static String run(FeedFixture.Staged staged) {
    return staged.run().run();
  }

  private long count(String relation) {
    return Long.parseLong(orders.query("select count(*) from " + relation).get(0));
  }
}
