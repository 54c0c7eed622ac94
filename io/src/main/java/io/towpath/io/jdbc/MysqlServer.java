package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses servers of MySQL and MariaDB, users and tables where not all writers can be seen. */
final class MysqlServer {
  private static final int NO_PRIVILEGE = 1227;
  private static final int SYNTAX = 1064;

  /** Engines whose rows are written by a statement that runs or by a transaction of InnoDB. */
  private static final Set<String> ENGINES = Set.of("innodb", "myisam", "aria");

  private final Connection connection;
  private final JdbcDeclaration source;

  MysqlServer(Connection connection, JdbcDeclaration source) {
    this.connection = connection;
    this.source = source;
  }

  /** Who writes now; fails unless this is where rows are written, and all writers can be seen. */
  MysqlWriters.Seen writers() throws SQLException {
    try {
      requireWritable();
      requireNoReplica();
      requireEngine();
      return new MysqlWriters(connection, source).look();
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_PRIVILEGE) {
        throw e;
      }
      throw refused(
          source,
          "the user cannot see the statements and transactions of others; grant "
              + (isMariaDb() ? "process, slave monitor" : "process, replication client")
              + " on *.* to it, or use a cursor of type overlap");
    }
  }

  private void requireWritable() throws SQLException {
    String elsewhere =
        value(
            "show global variables where variable_name in ('read_only', 'super_read_only',"
                + " 'innodb_read_only', 'wsrep_on') and value in ('ON', '1')");
    if (elsewhere != null) {
      throw refused(
          source,
          "the server has "
              + elsewhere
              + " on, so rows are written elsewhere and arrive late; name the primary in"
              + " source.jdbc.url, or use a cursor of type overlap");
    }
  }

  private boolean isMariaDb() throws SQLException {
    return String.valueOf(value("select version()")).contains("MariaDB");
  }

  private void requireNoReplica() throws SQLException {
    if (hasRows(isMariaDb() ? "show all slaves status" : "show replica status")) {
      throw refused(
          source,
          "a replica does not show the transactions of its primary; name the primary in"
              + " source.jdbc.url, or use a cursor of type overlap");
    }
  }

  private boolean hasRows(String sql) throws SQLException {
    try {
      return value(sql) != null;
    } catch (SQLException e) {
      if (e.getErrorCode() == SYNTAX) {
        return value("show slave status") != null; // before MySQL 8.0.22
      }
      throw e;
    }
  }

  private void requireEngine() throws SQLException {
    String table = source.extent().table();
    if (table == null) {
      return;
    }
    String[] parts = table.split("\\.", -1);
    String schema = parts.length > 1 ? Sql.text(parts[parts.length - 2]) : "database()";
    String engine =
        value(
            "select engine from information_schema.tables where table_schema = "
                + schema
                + " and table_name = "
                + Sql.text(parts[parts.length - 1]));
    if (engine != null && !ENGINES.contains(engine.toLowerCase(java.util.Locale.ROOT))) {
      throw refused(
          source,
          "the table's engine is "
              + engine
              + ", whose transactions InnoDB does not show; use a cursor of type overlap");
    }
  }

  private @Nullable String value(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  static TowpathException refused(JdbcDeclaration source, String why) {
    return new TowpathException(
        ExitCode.SOURCE,
        "source " + source.database().place() + ": no safe mark for the cursor: " + why);
  }
}
