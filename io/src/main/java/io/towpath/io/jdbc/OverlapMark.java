package io.towpath.io.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A time that proves nothing: the mark is the server's clock less a margin, and each slice begins
 * before the last one ended.
 */
final class OverlapMark implements Mark {
  private final TimeColumn column;

  OverlapMark(TimeColumn column) {
    this.column = column;
  }

  @Override
  public String before(String end) {
    return column.before(end);
  }

  @Override
  public @Nullable Bound find(Connection connection, @Nullable String from) throws SQLException {
    String to =
        String.valueOf(
            PostgresSession.value(
                connection,
                "select (statement_timestamp() - interval '"
                    + column.cursor().margin().toMillis()
                    + " milliseconds')::text"));
    return column.bound(connection, from, to);
  }
}
