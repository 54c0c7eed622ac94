package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds transactions that hold a lock for writing on what a source reads: on the table and its
 * partitions, or on any table of the database where a view or query is read.
 */
final class Writers {
  private static final String WRITES =
      " l.locktype = 'relation' and l.granted and l.mode in ('RowExclusiveLock',"
          + " 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')";

  private final Connection connection;
  private final String written;

  private Writers(Connection connection, String written) {
    this.connection = connection;
    this.written = written;
  }

  /**
   * A transaction that has written, or may have.
   *
   * @param transaction its virtual number
   * @param holder who it is, for people
   */
  record Writer(String transaction, String holder) {}

  static Writers of(Connection connection, JdbcDeclaration source) throws SQLException {
    String table = source.extent().table();
    // Tables of the catalog have smaller numbers.
    String any =
        WRITES
            + " and l.relation >= 16384 and l.database ="
            + " (select oid from pg_database where datname = current_database())";
    if (table == null) {
      return new Writers(connection, any);
    }
    String name = Sql.text(Sql.qualified(table)) + "::regclass";
    String kind =
        PostgresSession.value(connection, "select relkind from pg_class where oid = " + name);
    if (!"r".equals(kind) && !"p".equals(kind)) {
      return new Writers(connection, any);
    }
    return new Writers(
        connection,
        WRITES
            + " and l.relation in (with recursive tree as (select "
            + name
            + "::oid as oid union all select i.inhrelid from pg_inherits i join tree t on"
            + " i.inhparent = t.oid) select oid from tree)");
  }

  /** Those that are there now. */
  List<Writer> now() throws SQLException {
    return read(
        "select distinct l.virtualtransaction, coalesce('session ' || a.pid || ' of ' || a.usename"
            + " || ' (' || a.application_name || '), in a transaction since ' || a.xact_start,"
            + " 'a prepared transaction') from pg_locks l left join pg_stat_activity a"
            + " on a.pid = l.pid where l.pid is distinct from pg_backend_pid() and"
            + written);
  }

  /**
   * Prepared transactions that have written. Their locks are nobody's; the virtual number may be
   * that of the session which prepared them, so they are known by the lock on their own number.
   */
  List<Writer> prepared() throws SQLException {
    return read(
        "select n.virtualtransaction, 'the prepared transaction ' || p.gid || ' of ' || p.owner"
            + " || ', since ' || p.prepared from pg_prepared_xacts p left join pg_locks n on"
            + " n.locktype = 'transactionid' and n.transactionid = p.transaction and n.pid is null"
            + " and n.granted where p.database = current_database() and (n.virtualtransaction is"
            + " null or exists (select from pg_locks l where l.pid is null and"
            + " l.virtualtransaction = n.virtualtransaction and"
            + written
            + ")) order by p.prepared");
  }

  /** Which of them have not ended. */
  List<Writer> left(List<Writer> writers) throws SQLException {
    if (writers.isEmpty()) {
      return writers;
    }
    String numbers =
        writers.stream()
            .map(writer -> Sql.text(writer.transaction()))
            .collect(Collectors.joining(","));
    List<String> there =
        read(
                "select distinct virtualtransaction, '' from pg_locks where virtualtransaction in ("
                    + numbers
                    + ")")
            .stream()
            .map(Writer::transaction)
            .toList();
    return writers.stream().filter(writer -> there.contains(writer.transaction())).toList();
  }

  private List<Writer> read(String sql) throws SQLException {
    List<Writer> writers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        writers.add(new Writer(row.getString(1), row.getString(2)));
      }
      return writers;
    }
  }
}
