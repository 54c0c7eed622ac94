package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans how rows of one moment are read, which other sessions can see, too.
 *
 * @param snapshot its name
 * @param taken when, by the source's clock
 */
record PostgresReading(
    Connection connection,
    JdbcDeclaration source,
    PostgresRelation relation,
    String snapshot,
    Instant taken) {
  private static final String NOW = "select to_char(now(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";

  /** Takes the moment, which lasts as long as the session is left alone. */
  static PostgresReading begin(
      Connection connection, JdbcDeclaration source, PostgresRelation relation)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("begin isolation level repeatable read, read only");
    }
    return new PostgresReading(
        connection,
        source,
        relation,
        String.valueOf(PostgresSession.value(connection, "select pg_export_snapshot()")),
        Instant.parse(String.valueOf(PostgresSession.value(connection, NOW))));
  }

  /**
   * Splits of which each row of the slices is in one.
   *
   * @param slices conditions; an empty one is that of all rows
   */
  List<PostgresSplit> splits(PostgresRanges ranges, List<String> slices) throws SQLException {
    List<PostgresSplit> splits = new ArrayList<>();
    for (String slice : slices) {
      for (String condition : ranges.conditions(slice)) {
        splits.add(
            new PostgresSplit(
                source,
                relation.select(condition),
                relation.columns(),
                snapshot,
                source.extent().name(),
                taken));
      }
    }
    return splits;
  }
}
