package io.towpath.io.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A time that proves nothing, read by a driver: the mark is the server's clock less a margin, and
 * each slice begins before the last one ended.
 */
final class DriverOverlapMark implements Mark {
  private final DriverRelation relation;
  private final InstantColumn column;

  DriverOverlapMark(DriverRelation relation, InstantColumn column) {
    this.relation = relation;
    this.column = column;
  }

  @Override
  public String before(String end) {
    return column.before(Instant.parse(end));
  }

  @Override
  public @Nullable Bound find(Connection connection, @Nullable String from) throws SQLException {
    Instant now = now(connection);
    return now == null ? null : column.bound(from, now.minus(column.cursor().margin()));
  }

  /** By the server's clock, null if there is no row: standard SQL asks for the time of a row. */
  private @Nullable Instant now(Connection connection) throws SQLException {
    if (DriverSession.isMysql(relation.source())) {
      return MysqlWriters.now(connection);
    }
    try (Statement statement = connection.createStatement()) {
      statement.setMaxRows(1);
      try (ResultSet row =
          statement.executeQuery("select current_timestamp from " + relation.from())) {
        return row.next() ? instant(row).truncatedTo(ChronoUnit.MICROS) : null;
      }
    }
  }

  /** Databases whose clock tells no zone have it in the zone of their columns. */
  private Instant instant(ResultSet row) throws SQLException {
    try {
      return row.getObject(1, OffsetDateTime.class).toInstant();
    } catch (SQLException e) {
      return row.getObject(1, LocalDateTime.class).atZone(column.zone()).toInstant();
    }
  }
}
