package io.towpath.io.rest;

import io.towpath.config.RestDeclaration.Rate;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.SqlRetry;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.postgres.WarehouseAddress;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Deals out the requests that a limit leaves, from the row of the budget in the ledger, to whoever
 * asks; by the database's clock. Also shares what an API asks for and how it fails: after ten
 * failures in a row one request at a time is let through, with growing pauses.
 */
final class BudgetLedger {
  /** Failures in a row from which an API is only probed. */
  static final int BROKEN = 10;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long HORIZON_MILLIS = 1000;
  private static final long WAKE_MILLIS = 20;
  private static final int MOST_DOUBLINGS = 16;
  private static final String CLOCK = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

  private final WarehouseAddress address;
  private final String budget;
  private final Rate rate;
  private final Duration longest;

  /**
   * The ledger of one budget.
   *
   * @param longest pause
   */
  BudgetLedger(WarehouseAddress address, String budget, Rate rate, Duration longest) {
    this.address = address;
    this.budget = budget;
    this.rate = rate;
    this.longest = longest;
  }

  /**
   * What a process wants and reports.
   *
   * @param wanted requests
   * @param unused requests by their tick, which were dealt out and not sent
   * @param succeeded whether the API has answered since the last report
   * @param failures since then, or since that answer
   * @param pause that the API asked for, zero for none
   */
  record Ask(
      int wanted,
      SortedMap<Long, Integer> unused,
      boolean succeeded,
      int failures,
      Duration pause) {

    static Ask of(int wanted) {
      return new Ask(wanted, Collections.emptySortedMap(), false, 0, Duration.ZERO);
    }
  }

  /**
   * What is dealt out.
   *
   * @param clock the database's, as it was read meanwhile
   * @param requests by tick
   * @param next when asking again may give something, in milliseconds since 1970
   */
  record Deal(LedgerClock.Reading clock, SortedMap<Long, Integer> requests, long next) {}

  /** The row, which is locked, and when it was, in milliseconds since 1970. */
  private record Row(Ticks known, long pausedUntil, int failures, long now) {}

  /** Length of a tick in milliseconds. */
  long tickMillis() {
    return Ticks.millis(rate);
  }

  /** Takes a report and deals out what is left. */
  Deal deal(Ask ask) {
    try {
      return SqlRetry.within(PATIENCE)
          .get(
              () -> {
                long begin = System.nanoTime();
                try (Connection connection = Warehouse.connect(address, budget, Role.LOADER)) {
                  connection.setAutoCommit(false);
                  // The answer takes about as long to be there and used as it took to log in.
                  long login = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                  long way = login + WAKE_MILLIS;
                  Deal deal = deal(connection, ask, way);
                  connection.commit();
                  return deal;
                }
              });
    } catch (SQLException e) {
      throw Warehouse.failure(address, e);
    }
  }

  private Deal deal(Connection connection, Ask ask, long way) throws SQLException {
    Row row = lock(connection);
    long now = row.now();
    long from = (now + way) / tickMillis();
    long last = (now + way + HORIZON_MILLIS) / tickMillis();
    Ticks ticks = row.known().seenFrom(now / tickMillis(), last);
    ask.unused().forEach((at, requests) -> ticks.add(at, -requests));

    boolean wasBroken = row.failures() >= BROKEN;
    int failures = ask.succeeded() ? ask.failures() : row.failures() + ask.failures();
    boolean broken = failures >= BROKEN;
    long pausedUntil = wasBroken && !broken ? now : row.pausedUntil();
    if (broken && ask.failures() > 0) {
      pausedUntil = Math.max(pausedUntil, now + pauseOfBroken(failures));
    }
    pausedUntil = Math.max(pausedUntil, now + ask.pause().toMillis());
    SortedMap<Long, Integer> dealt = Collections.emptySortedMap();
    if (pausedUntil <= now) {
      dealt = ticks.take(from, last, broken ? Math.min(1, ask.wanted()) : ask.wanted());
      if (broken) {
        pausedUntil = now + pauseOfBroken(failures); // for all others, until the probe is back
      }
    }
    LedgerClock.Reading clock = save(connection, ticks, pausedUntil, failures);
    long next = ticks.next(from) * tickMillis() - 2 * way; // to log in, and until it can be used
    return new Deal(clock, dealt, Math.max(pausedUntil, next));
  }

  private long pauseOfBroken(int failures) {
    return Math.min(longest.toMillis(), 1000L << Math.min(failures - BROKEN, MOST_DOUBLINGS));
  }

  private Row lock(Connection connection) throws SQLException {
    Optional<Row> row = lockIfThere(connection);
    if (row.isPresent()) {
      return row.get();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into towpath.budget (budget, tick_millis, first_tick, spent)"
                + " values (?, ?, 0, '{}') on conflict do nothing")) {
      insert.setString(1, budget);
      insert.setLong(2, tickMillis());
      insert.executeUpdate();
    }
    return lockIfThere(connection).orElseThrow();
  }

  /** The clock is read once the row is locked, which may take its time. */
  private Optional<Row> lockIfThere(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "with locked as materialized ("
                + " select first_tick, spent, tick_millis, pause_until, failures"
                + " from towpath.budget where budget = ? for update)"
                + " select first_tick, spent, tick_millis,"
                + " extract(epoch from greatest(pause_until, 'epoch')) * 1000, failures, "
                + CLOCK
                + " from locked")) {
      query.setString(1, budget);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Ticks known = sameLength(row.getLong(1), integers(row.getArray(2)), row.getLong(3));
        return Optional.of(new Row(known, (long) row.getDouble(4), row.getInt(5), row.getLong(6)));
      }
    }
  }

  /** Ticks of another length, of a limit that was changed, each counted where it ended. */
  private Ticks sameLength(long first, int[] spent, long millis) {
    long end = (first + spent.length) * millis / tickMillis();
    Ticks ticks = Ticks.of(rate, 0, new int[0], first * millis / tickMillis(), end);
    for (int i = 0; i < spent.length; i++) {
      ticks.add((first + i + 1) * millis / tickMillis() - 1, spent[i]);
    }
    return ticks;
  }

  private static int[] integers(Array array) throws SQLException {
    Integer[] boxed = (Integer[]) array.getArray();
    return IntStream.range(0, boxed.length).map(i -> boxed[i]).toArray();
  }

  private LedgerClock.Reading save(
      Connection connection, Ticks ticks, long pausedUntil, int failures) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update towpath.budget set tick_millis = ?, first_tick = ?, spent = ?,"
                + " pause_until = to_timestamp(? / 1000.0), failures = ? where budget = ? returning "
                + CLOCK)) {
      update.setLong(1, tickMillis());
      update.setLong(2, ticks.first());
      update.setArray(
          3,
          connection.createArrayOf(
              "integer", IntStream.of(ticks.spent()).boxed().toArray(Integer[]::new)));
      update.setLong(4, pausedUntil);
      update.setInt(5, failures);
      update.setString(6, budget);
      long asked = System.nanoTime();
      try (ResultSet row = update.executeQuery()) {
        long told = System.nanoTime();
        row.next();
        return new LedgerClock.Reading(asked, row.getLong(1), told);
      }
    }
  }
}
