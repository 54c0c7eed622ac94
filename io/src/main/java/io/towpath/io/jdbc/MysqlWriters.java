package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds who writes now to MySQL or MariaDB: running statements, whose {@code now()} is when they
 * began, and transactions. InnoDB shows transactions as they were up to a tenth of a second ago, or
 * longer ago where many ask, so they are looked at until this session's own is among them.
 */
final class MysqlWriters {
  /** More often, and InnoDB would never look again. */
  private static final long PAUSE_MILLIS = 150;

  /** Before InnoDB's transactions, so that none begins unseen and ends seen. */
  private static final String STATEMENTS =
      "select unix_timestamp(), id, user, coalesce(time, 0) from information_schema.processlist"
          + " where id <> connection_id() and user <> 'unauthenticated user' and command not in"
          + " ('Sleep', 'Daemon', 'Binlog Dump', 'Binlog Dump GTID')";

  /**
   * Their beginning is shown by the clock of the system's zone; where clocks were set back there,
   * the earlier of two moments is taken. Transactions that only read have no rows.
   */
  private static final String TRANSACTIONS =
      "select t.id, t.session, coalesce(p.user, ''), unix_timestamp(case when"
          + " convert_tz(t.utc - interval 1 hour, '+00:00', 'SYSTEM') = t.began then t.utc -"
          + " interval 1 hour else t.utc end), t.rows_modified, t.is_read_only, t.session ="
          + " connection_id() from (select trx_id as id, trx_mysql_thread_id as session, trx_started"
          + " as began, convert_tz(trx_started, 'SYSTEM', '+00:00') as utc, trx_rows_modified as"
          + " rows_modified, trx_is_read_only as is_read_only from information_schema.innodb_trx)"
          + " as t left join information_schema.processlist p on p.id = t.session";

  private final Connection connection;
  private final JdbcDeclaration source;

  MysqlWriters(Connection connection, JdbcDeclaration source) {
    this.connection = connection;
    this.source = source;
  }

  /**
   * Who may write rows with times from some moment on.
   *
   * @param since before which it writes none
   * @param holder who it is, for people
   */
  record Writer(Instant since, String holder) {}

  /**
   * What was seen.
   *
   * @param clock of the server, before it was looked at
   * @param writers in no order
   * @param orphans transactions of no session: prepared, or rolled back after a crash; nobody knows
   *     since when
   */
  record Seen(Instant clock, List<Writer> writers, List<String> orphans) {}

  /** A transaction of InnoDB, of another session. */
  private record Transaction(
      String id, long session, String user, long began, boolean wrote, boolean reads) {
    Writer writer() {
      Instant since = Instant.ofEpochSecond(began);
      return new Writer(since, holder(session, user, "a transaction", since));
    }
  }

  /** The server's clock, in whole seconds. */
  static Instant now(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select unix_timestamp()")) {
      row.next();
      return Instant.ofEpochSecond(row.getLong(1));
    }
  }

  /**
   * Looks, and waits for those that have written to end, up to the lock timeout: InnoDB shows when
   * a transaction first touched a table, which its first statement may have waited for.
   */
  Seen look() throws SQLException {
    connection.commit();
    Instant clock = now(connection);
    Map<Long, Writer> running = running();
    try (Statement statement = connection.createStatement()) {
      statement.execute("start transaction with consistent snapshot");
    }
    long deadline = System.nanoTime() + source.limits().lockTimeout().toNanos();
    List<Transaction> others = transactions(deadline);
    List<Transaction> left = others.stream().filter(MysqlWriters::isHiding).toList();
    while (!left.isEmpty() && System.nanoTime() < deadline && pause()) {
      List<String> there = transactions(deadline).stream().map(Transaction::id).toList();
      left = left.stream().filter(one -> there.contains(one.id())).toList();
    }
    connection.commit();
    List<Writer> writers = new ArrayList<>();
    for (Transaction other : others) {
      if (other.reads()) {
        running.remove(other.session());
      } else if (other.session() != 0) {
        writers.add(other.writer());
      }
    }
    writers.addAll(running.values());
    return new Seen(clock, writers, orphans(left));
  }

  private static boolean isHiding(Transaction one) {
    return one.wrote() || one.session() == 0;
  }

  private static List<String> orphans(List<Transaction> left) {
    return left.stream()
        .filter(one -> one.session() == 0)
        .map(one -> "transaction " + one.id() + " of no session (see xa recover)")
        .collect(Collectors.toList());
  }

  private Map<Long, Writer> running() throws SQLException {
    Map<Long, Writer> running = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(STATEMENTS)) {
      while (row.next()) {
        // Whole seconds, rounded down, have passed.
        Instant since = Instant.ofEpochSecond(row.getLong(1) - row.getLong(4) - 1);
        running.put(
            row.getLong(2),
            new Writer(since, holder(row.getLong(2), row.getString(3), "a statement", since)));
      }
      return running;
    }
  }

  private static String holder(long session, String user, String what, Instant since) {
    return "session " + session + " of " + user + ", in " + what + " since " + since;
  }

  /** Those of others, none of which began and ended since this session's own began. */
  private List<Transaction> transactions(long deadline) throws SQLException {
    do {
      List<Transaction> others = new ArrayList<>();
      boolean isFresh = false;
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(TRANSACTIONS)) {
        while (row.next()) {
          isFresh |= row.getBoolean(7);
          if (!row.getBoolean(7)) {
            others.add(transaction(row));
          }
        }
      }
      if (isFresh) {
        return others;
      }
    } while (pause() && System.nanoTime() < deadline);
    throw MysqlServer.refused(
        source,
        "InnoDB shows no transaction that has just begun, as where another session asks for"
            + " innodb_trx more than ten times a second; run again without it");
  }

  private static Transaction transaction(ResultSet row) throws SQLException {
    return new Transaction(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getLong(4),
        row.getLong(5) > 0,
        row.getBoolean(6));
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
