package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.source.Notices;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A time that each transaction sets by the server's clock, such as {@code now()}: the mark is the
 * beginning of the oldest transaction that is still there, since none sets an earlier one. A
 * prepared transaction has forgotten when it began, but it had not ended at the last mark, so the
 * mark stays there while one that wrote to the table waits.
 */
final class TimeMark implements Mark {
  /** Before the activity of others is looked at, so that whoever begins later is later. */
  private static final String OLDEST =
      "with others as materialized (select * from pg_stat_activity where datname ="
          + " current_database() and pid <> pg_backend_pid() and backend_type is distinct from"
          + " 'autovacuum worker'), oldest as (select * from others where xact_start is not null"
          + " order by xact_start limit 1) select (least(statement_timestamp(), o.xact_start) -"
          + " interval '%d milliseconds')::text, 'session ' || o.pid || ' of ' || o.usename ||"
          + " ' (' || o.application_name || '), in a transaction since ' || o.xact_start, (select"
          + " count(*) from others where state = 'disabled') from (values (1)) as v left join"
          + " oldest o on true";

  private final JdbcDeclaration source;
  private final TimeColumn column;
  private final Notices notices;

  TimeMark(JdbcDeclaration source, TimeColumn column, Notices notices) {
    this.source = source;
    this.column = column;
    this.notices = notices;
  }

  @Override
  public String before(String end) {
    return column.before(end);
  }

  @Override
  public @Nullable Bound find(Connection connection, @Nullable String from) throws SQLException {
    requireSight(connection);
    String to = oldest(connection);
    List<Writers.Writer> prepared = Writers.of(connection, source).prepared();
    if (!prepared.isEmpty()) {
      held(from == null ? "the beginning" : from, prepared.get(0).holder());
      return null;
    }
    return column.bound(connection, from, to);
  }

  private String oldest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(OLDEST.formatted(column.cursor().margin().toMillis()))) {
      row.next();
      if (row.getLong(3) > 0) {
        throw refused(
            source,
            "a session has track_activities off, so that nobody sees when its transaction began;"
                + " turn it on, or use a cursor of type overlap");
      }
      if (row.getString(2) != null) {
        held(row.getString(1), row.getString(2));
      }
      return row.getString(1);
    }
  }

  private void held(String mark, String holder) {
    notices.notice(
        "land.mark-held", Map.of("cursor", column.cursor().column(), "at", mark, "by", holder));
  }

  private void requireSight(Connection connection) throws SQLException {
    requirePrimary(connection, source);
    if (!"t"
        .equals(
            PostgresSession.value(
                connection, "select pg_has_role(current_user, 'pg_read_all_stats', 'usage')"))) {
      throw refused(
          source,
          "the user cannot see when transactions of others began; grant pg_read_all_stats to "
              + PostgresSession.value(connection, "select current_user")
              + ", or use a cursor of type overlap");
    }
  }

  /** Fails where writers cannot be seen because they are elsewhere. */
  static void requirePrimary(Connection connection, JdbcDeclaration source) throws SQLException {
    if ("t".equals(PostgresSession.value(connection, "select pg_is_in_recovery()"))) {
      throw refused(
          source,
          "a standby does not show the transactions of its primary; name the primary in"
              + " source.jdbc.url, or use a cursor of type overlap or xid8");
    }
  }

  private static TowpathException refused(JdbcDeclaration source, String why) {
    return new TowpathException(
        ExitCode.SOURCE,
        "source " + source.database().place() + ": no safe mark for the cursor: " + why);
  }
}
