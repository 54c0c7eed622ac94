package io.towpath.io.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.testing.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class LeasesIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  private static final Duration LONG = Duration.ofMinutes(5);
  private static int counter;

  private LedgerFixture ledger;
  private String feed;

  @BeforeEach
  void migrate() {
    ledger = LedgerFixture.migrated(POSTGRES);
    feed = "feed" + counter++;
  }

  @Test
  void tellsTheSecondWhoHoldsIt() {
    try (Lease first = acquire("run-1", LONG)) {
      assertThatThrownBy(() -> acquire("run-2", LONG))
          .isInstanceOf(TowpathException.class)
          .hasMessageContaining("the write lease is held by run-1")
          .hasMessageContaining("pid " + ProcessHandle.current().pid())
          .extracting(e -> ((TowpathException) e).exitCode())
          .isEqualTo(ExitCode.LEASE);
      first.check();
    }
  }

  @Test
  void letsLandingAndWritingGoOnSideBySide() {
    try (Lease write = acquire("run-1", LONG);
        Lease land = Leases.acquire(ledger.address(), feed, Lease.Work.LAND, "run-2", LONG)) {
      write.check();
      land.check();
    }
  }

  @Test
  void growsItsEpochWithEveryHolder() {
    Lease first = acquire("run-1", LONG);
    first.close();

    try (Lease second = acquire("run-2", LONG)) {
      assertThat(second.epoch()).isGreaterThan(first.epoch());
    }
    assertThat(Leases.holder(ledger.address(), feed, Lease.Work.WRITE)).isEmpty();
  }

  @Test
  void isTakenOverWhenItExpired() throws Exception {
    try (Lease stalled = acquire("run-1", Duration.ofMinutes(1))) {
      ledger.execute("update towpath.lease set expires = now() where feed = '%s'", feed);

      try (Lease second = acquire("run-2", LONG)) {
        assertThat(second.epoch()).isEqualTo(stalled.epoch() + 1);
        assertThat(fences(stalled)).isTrue();
        assertThat(fences(second)).isFalse();
      }
    }
  }

  @Test
  void noticesByItsHeartbeatThatItWasTakenOver() throws Exception {
    try (Lease stalled = acquire("run-1", Duration.ofMillis(300))) {
      ledger.execute("update towpath.lease set epoch = epoch + 1 where feed = '%s'", feed);

      assertThat(losesWithin(stalled, Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void outlivesItsTimeByTheHeartbeat() throws Exception {
    try (Lease held = acquire("run-1", Duration.ofSeconds(2))) {
      String first = expiry();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (expiry().equals(first) && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }

      assertThat(expiry()).isGreaterThan(first);
      held.check();
    }
  }

  @Test
  void isTakenOverAtOnceFromAProcessThatWasKilledHere() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    try (Lease held = acquire("run-1", LONG)) {
      ledger.execute("update towpath.lease set pid = %d where feed = '%s'", gone.pid(), feed);

      try (Lease second = acquire("run-2", LONG)) {
        assertThat(second.epoch()).isEqualTo(held.epoch() + 1);
      }
    }
  }

  @Test
  void isNotTakenOverFromAProcessOfAnotherMachine() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    try (Lease held = acquire("run-1", LONG)) {
      ledger.execute(
          "update towpath.lease set pid = %d, machine = 'another' where feed = '%s'",
          gone.pid(), feed);

      assertThatThrownBy(() -> acquire("run-2", LONG)).hasMessageContaining("is held by run-1");
      held.check();
    }
  }

  @Test
  void keepsBeatingWhileItsOwnPublishLocksTheRow() throws Exception {
    try (Lease held = acquire("run-1", Duration.ofMillis(300));
        Connection publish = POSTGRES.connect()) {
      publish.setAutoCommit(false);
      try (Statement lock = publish.createStatement()) {
        lock.execute("select 1 from towpath.lease where feed = '" + feed + "' for update");
      }

      assertThat(losesWithin(held, Duration.ofSeconds(2))).isFalse();
      publish.rollback();
    }
  }

  private Lease acquire(String run, Duration ttl) {
    return Leases.acquire(ledger.address(), feed, Lease.Work.WRITE, run, ttl);
  }

  private boolean fences(Lease lease) throws SQLException {
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select 1 from towpath.lease where feed = '"
                    + feed
                    + "' and work = 'write' and epoch = "
                    + lease.epoch())) {
      return !row.next();
    }
  }

  private String expiry() throws SQLException {
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select expires from towpath.lease where feed = '" + feed + "'")) {
      row.next();
      return row.getString(1);
    }
  }

  private static boolean losesWithin(Lease lease, Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        lease.check();
      } catch (TowpathException e) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return false;
  }
}
