package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.core.Manifest;
import io.towpath.io.source.Notices;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourcePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database as a source.
 *
 * <p><b>Bounded</b>: a row per connection. <b>Guarantee</b>: all splits of a batch see one
 * snapshot, which this session holds until it is closed. <b>Parallelism</b>: as many connections as
 * the feed allows, and this one. <b>Failures</b>: exit code {@code SOURCE}, {@code CONFIGURATION}
 * where the feed names what is not there.
 */
final class PostgresSource implements Source {
  /** About how many bytes of a table become one of a part. */
  private static final int PACKED = 4;

  private final String file;
  private final JdbcDeclaration source;
  private final Notices notices;
  private @Nullable Connection connection;

  PostgresSource(String file, JdbcDeclaration source, Notices notices) {
    this.file = file;
    this.source = source;
    this.notices = notices;
  }

  @Override
  public SourcePlan plan(@Nullable String cursor) {
    try {
      connection = PostgresSession.open(source);
      return plan(connection);
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }

  private SourcePlan plan(Connection open) throws SQLException {
    PostgresRelation relation = PostgresRelation.describe(open, file, source);
    try (Statement statement = open.createStatement()) {
      statement.execute("begin isolation level repeatable read, read only");
    }
    String snapshot =
        Objects.requireNonNull(PostgresSession.value(open, "select pg_export_snapshot()"));
    Instant read =
        Instant.parse(
            Objects.requireNonNull(
                PostgresSession.value(
                    open, "select to_char(now(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")));
    PostgresRanges ranges = PostgresRanges.of(open, source, relation);
    notices.notice("land.snapshot", java.util.Map.of("snapshot", snapshot));
    List<PostgresSplit> splits =
        ranges.conditions().stream()
            .map(
                condition ->
                    new PostgresSplit(
                        source,
                        relation.select(condition),
                        relation.columns(),
                        snapshot,
                        name(),
                        read))
            .toList();
    Manifest.Slice slice = new Manifest.Slice(null, read.toString(), null, true);
    return new SourcePlan(splits, ranges.bytes() / PACKED, slice, source.limits().connections());
  }

  private String name() {
    String table = source.extent().table();
    return table == null ? "query" : table;
  }

  /** Leaves out parts without records; an empty table has none other, and nothing is committed. */
  @Override
  public List<Manifest.Part> select(List<Manifest.Part> landed) {
    return landed.stream().filter(part -> part.records() > 0).toList();
  }

  @Override
  public void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }
}
