package io.towpath.io.postgres;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands out leases. A lease avoids waste and no more: whoever publishes names its epoch in the
 * publishing transaction, and a stale one publishes nothing.
 */
public final class Leases {
  private static final String LOCK_TIMEOUT = "55P03";
  private static final String ACQUIRE =
      """
      insert into towpath.lease as l
        (feed, work, epoch, holder, host, pid, machine, process_started, expires)
      values (?, ?, 1, ?, ?, ?, ?, ?, clock_timestamp() + ? * interval '1 millisecond')
      on conflict (feed, work) do update
        set epoch = l.epoch + 1, holder = excluded.holder, host = excluded.host,
            pid = excluded.pid, machine = excluded.machine,
            process_started = excluded.process_started,
            acquired = clock_timestamp(), expires = excluded.expires
        where l.expires <= clock_timestamp() or l.epoch = ?
      returning epoch""";

  private Leases() {}

  /** A lease as the ledger shows it. */
  private record Row(
      long epoch, String holder, HolderProcess process, Instant since, Instant expires) {}

  /**
   * Takes the lease of a feed and keeps it by a heartbeat until it is closed. One that expired, or
   * whose process was killed on this machine, is taken over.
   *
   * @param holder the run, or what else names the work
   * @param ttl how long the lease outlives its holder
   * @throws TowpathException with exit code LEASE that names the holder, if there is one
   */
  public static Lease acquire(
      WarehouseAddress address, String feed, Lease.Work work, String holder, Duration ttl) {
    Lease.Claim claim = new Lease.Claim(feed, work, holder, ttl);
    long epoch = Warehouse.call(address, holder, Role.LOADER, c -> acquire(c, claim));
    return Lease.begin(address, claim, epoch);
  }

  /** Says who holds a lease, in words; empty if it is free. */
  public static Optional<String> holder(WarehouseAddress address, String feed, Lease.Work work) {
    return Warehouse.call(
        address, "leases", Role.LOADER, c -> read(c, feed, work).map(Leases::describe));
  }

  private static long acquire(Connection connection, Lease.Claim claim) throws SQLException {
    Optional<Row> held = read(connection, claim.feed(), claim.work());
    boolean gone = held.isPresent() && held.get().process().isGone();
    if (held.isPresent() && !gone) {
      throw refused(claim, held.get(), "");
    }
    long dead = gone ? held.get().epoch() : 0;
    Long epoch = take(connection, claim, dead);
    if (epoch == null) {
      throw refused(claim, read(connection, claim.feed(), claim.work()).orElse(null), "");
    }
    return epoch;
  }

  /** Waits for a publishing transaction, which locks the row, even that of a killed process. */
  private static @Nullable Long take(Connection connection, Lease.Claim claim, long dead)
      throws SQLException {
    HolderProcess self = HolderProcess.current();
    try (Statement limit = connection.createStatement()) {
      limit.execute("set lock_timeout = '30s'");
    }
    try (PreparedStatement statement = connection.prepareStatement(ACQUIRE)) {
      statement.setString(1, claim.feed());
      statement.setString(2, claim.work().code());
      statement.setString(3, claim.holder());
      statement.setString(4, self.host());
      statement.setLong(5, self.pid());
      statement.setString(6, self.machine());
      statement.setTimestamp(7, self.started() == null ? null : Timestamp.from(self.started()));
      statement.setLong(8, claim.ttl().toMillis());
      statement.setLong(9, dead);
      try (ResultSet taken = statement.executeQuery()) {
        return taken.next() ? taken.getLong(1) : null;
      }
    } catch (SQLException e) {
      if (LOCK_TIMEOUT.equals(e.getSQLState())) {
        throw refused(claim, null, "; it is publishing just now");
      }
      throw e;
    }
  }

  /** The row of a lease that has not expired. */
  private static Optional<Row> read(Connection connection, String feed, Lease.Work work)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select epoch, holder, host, machine, pid, process_started, acquired, expires"
                + " from towpath.lease"
                + " where feed = ? and work = ? and expires > clock_timestamp()")) {
      statement.setString(1, feed);
      statement.setString(2, work.code());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row(row)) : Optional.empty();
      }
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    Timestamp started = row.getTimestamp("process_started");
    HolderProcess process =
        new HolderProcess(
            row.getString("host"),
            row.getString("machine"),
            row.getLong("pid"),
            started == null ? null : started.toInstant());
    return new Row(
        row.getLong("epoch"),
        row.getString("holder"),
        process,
        row.getTimestamp("acquired").toInstant(),
        row.getTimestamp("expires").toInstant());
  }

  private static String describe(Row row) {
    return row.holder()
        + " (host "
        + row.process().host()
        + ", pid "
        + row.process().pid()
        + ", since "
        + row.since()
        + ", expires "
        + row.expires()
        + " unless renewed)";
  }

  private static TowpathException refused(Lease.Claim claim, @Nullable Row row, String more) {
    return new TowpathException(
        ExitCode.LEASE,
        "feed "
            + claim.feed()
            + ": the "
            + claim.work().code()
            + " lease is held by "
            + (row == null ? "another run" : describe(row))
            + more
            + "; wait for it to end, or stop it, and run again");
  }
}
