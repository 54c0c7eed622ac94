package io.towpath.io.postgres.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.Feed;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.SqlRetry;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.postgres.stage.FeedFixture;
import io.towpath.io.postgres.stage.FeedFixture.Order;
import io.towpath.io.postgres.stage.OrderContracts;
import io.towpath.io.postgres.stage.StageLost;
import io.towpath.testing.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** F10: the server itself crashes; it recovers, and empties all unlogged tables. */
class CrashIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @Test
  void leavesASwapStageThatCanBePublished() throws SQLException {
    FeedFixture orders =
        FeedFixture.of(POSTGRES, OrderContracts.monthly("crashed1"), Feed.Mode.UPSERT);
    FeedFixture.Staged staged = orders.stage(1, "r1", Order.of(1, "2026-01-05", "1", 1));

    crash(orders);

    orders.publish(staged.run().run());
    assertThat(orders.target()).containsExactly("1 2026-01-05 1.00");
  }

  @Test
  void emptiesAnApplyStageWhichIsNoticedAndLoadedAgain() throws SQLException {
    FeedFixture orders =
        FeedFixture.of(POSTGRES, OrderContracts.monthly("crashed2"), Feed.Mode.UPSERT);
    orders.load(1, Order.of(1, "2026-01-05", "1", 1));
    FeedFixture.Staged staged = orders.stage(2, "r2", Order.of(1, "2026-01-05", "2", 2));

    crash(orders);

    assertThatThrownBy(() -> orders.publish(staged.run().run())).isInstanceOf(StageLost.class);
    assertThat(orders.query("select state from towpath.run where run = 'crashed2r2'"))
        .containsExactly("failed");
    FeedFixture.Staged again = orders.stage(2, "r3", Order.of(1, "2026-01-05", "2", 2));
    orders.publish(again.run().run());
    assertThat(orders.target()).containsExactly("1 2026-01-05 2.00");
  }

  /** Kills a backend as the kernel does when memory runs out: the server restarts itself. */
  private static void crash(FeedFixture orders) throws SQLException {
    orders.execute("checkpoint"); // as tests' servers commit without waiting for the log
    try (Connection witness = POSTGRES.connect();
        Connection victim = POSTGRES.connect();
        Statement statement = victim.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      long pid = row.getLong(1);
      assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
      assertThatThrownBy(() -> statement.execute("select pg_sleep(5)"))
          .isInstanceOf(SQLException.class);
      awaitEnd(witness);
    }
    SqlRetry.within(Duration.ofSeconds(30))
        .get(() -> Warehouse.call(orders.address(), "test", Role.LOADER, c -> c.isValid(5)));
  }

  /** The server ends all sessions once it has noticed; until then it takes new ones. */
  private static void awaitEnd(Connection witness) {
    assertThatThrownBy(
            () -> {
              try (Statement statement = witness.createStatement()) {
                statement.execute("select pg_sleep(30)");
              }
            })
        .isInstanceOf(SQLException.class);
  }
}
