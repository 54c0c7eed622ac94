package io.towpath.io.postgres;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that this process works on a feed. A heartbeat extends it by the database's clock, three
 * times per time to live; closing it frees the feed at once.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final String WHERE = " where feed = ? and work = ?";

  /** A publishing transaction of ours locks the row: it is skipped, and counts as a beat. */
  private static final String BEAT =
      "with mine as (select feed, work from towpath.lease"
          + WHERE
          + " and epoch = ? for update skip locked)"
          + " update towpath.lease l set expires = clock_timestamp() + ? * interval '1 millisecond'"
          + " from mine where l.feed = mine.feed and l.work = mine.work";

  private final WarehouseAddress address;
  private final Claim claim;
  private final long epoch;
  private final ScheduledExecutorService heart;
  private volatile boolean lost;

  private Lease(WarehouseAddress address, Claim claim, long epoch) {
    this.address = address;
    this.claim = claim;
    this.epoch = epoch;
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "towpath-lease-" + claim.feed());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What a feed is leased for; landing and writing may go on side by side. */
  public enum Work {
    /** Landing batches. */
    LAND,
    /** Loading, publishing, sweeping: whatever changes the target. */
    WRITE;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is asked for. */
  record Claim(String feed, Work work, String holder, Duration ttl) {}

  static Lease begin(WarehouseAddress address, Claim claim, long epoch) {
    Lease lease = new Lease(address, claim, epoch);
    long period = Math.max(1, lease.beats().toMillis());
    var unused =
        lease.heart.scheduleWithFixedDelay(lease::beat, period, period, TimeUnit.MILLISECONDS);
    return lease;
  }

  /** Grows with every holder; the publishing transaction fences by it. */
  public long epoch() {
    return epoch;
  }

  /**
   * Makes sure, as far as the heartbeat knows, that nobody took the lease over.
   *
   * @throws TowpathException with exit code LEASE if somebody did
   */
  public void check() {
    if (lost) {
      throw new TowpathException(
          ExitCode.LEASE,
          "feed "
              + claim.feed()
              + ": the "
              + claim.work().code()
              + " lease with epoch "
              + epoch
              + " was taken over by another run; nothing was published, let that one finish");
    }
  }

  /**
   * Does what the lease was taken for.
   *
   * @throws TowpathException with exit code LEASE where the work failed in the warehouse and
   *     another run, which clears away what it finds, had taken the lease over
   */
  public <T> T guard(Supplier<T> work) {
    try {
      return work.get();
    } catch (TowpathException e) {
      if (e.exitCode() == ExitCode.WAREHOUSE) {
        beat();
        check();
      }
      throw e;
    }
  }

  /** A connection per beat, since one that is kept would have to be watched as well. */
  private void beat() {
    try {
      lost = !Warehouse.callWithin(beats(), address, claim.holder(), Role.LOADER, this::extend);
    } catch (RuntimeException e) { // one that got out would end all further beats
      LOG.warn("lease of feed {} was not extended: {}", claim.feed(), e.getMessage());
    }
  }

  /** Time from beat to beat, and the longest that one may take. */
  private Duration beats() {
    return claim.ttl().dividedBy(3);
  }

  private boolean extend(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BEAT)) {
      statement.setString(1, claim.feed());
      statement.setString(2, claim.work().code());
      statement.setLong(3, epoch);
      statement.setLong(4, claim.ttl().toMillis());
      if (statement.executeUpdate() == 1) {
        return true;
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement("select epoch from towpath.lease" + WHERE)) {
      statement.setString(1, claim.feed());
      statement.setString(2, claim.work().code());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getLong(1) == epoch;
      }
    }
  }

  /** Frees the feed; where the warehouse cannot be reached, the lease expires by itself. */
  @Override
  public void close() {
    heart.shutdownNow();
    try {
      Warehouse.callWithin(beats(), address, claim.holder(), Role.LOADER, this::release);
    } catch (TowpathException e) {
      LOG.warn("lease of feed {} was not released: {}", claim.feed(), e.getMessage());
    }
  }

  /** The epoch grows here too, so that neither a late beat nor a late publish finds it. */
  private int release(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update towpath.lease set expires = clock_timestamp(), epoch = epoch + 1"
                + WHERE
                + " and epoch = ?")) {
      statement.setString(1, claim.feed());
      statement.setString(2, claim.work().code());
      statement.setLong(3, epoch);
      return statement.executeUpdate();
    }
  }
}
