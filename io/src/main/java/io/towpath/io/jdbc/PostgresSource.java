package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.core.Manifest;
import io.towpath.io.source.Finding;
import io.towpath.io.source.Notices;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourcePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
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

  private static final String NOW = "select to_char(now(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";

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
    return opened((open, relation) -> plan(open, relation, cursor));
  }

  @Override
  public List<Finding> examine(@Nullable String cursor) {
    try (Connection open = PostgresSession.open(source)) {
      PostgresRelation relation = PostgresRelation.describe(open, file, source);
      return new PostgresExamination(open, source, relation).findings(cursor);
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }

  /** All rows, wherever a mark may be. */
  @Override
  public SourcePlan sample() {
    return opened((open, relation) -> read(open, relation, null));
  }

  /** What is asked of the database once it is connected. */
  private interface Planner {
    SourcePlan plan(Connection open, PostgresRelation relation) throws SQLException;
  }

  private SourcePlan opened(Planner planner) {
    try {
      connection = PostgresSession.open(source);
      return planner.plan(connection, PostgresRelation.describe(connection, file, source));
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }

  private SourcePlan plan(Connection open, PostgresRelation relation, @Nullable String from)
      throws SQLException {
    Cursor cursor = source.cursor();
    if (cursor == null) {
      return read(open, relation, null);
    }
    PostgresMarks marks = new PostgresMarks(file, source, notices);
    Mark.Bound bound = marks.of(cursor, relation).find(open, from);
    if (bound == null) {
      return SourcePlan.nothing();
    }
    marks.requireFilled(open, cursor, relation);
    return read(open, relation, bound);
  }

  /** Takes the snapshot, and plans how it is read. */
  private SourcePlan read(Connection open, PostgresRelation relation, Mark.@Nullable Bound bound)
      throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute("begin isolation level repeatable read, read only");
    }
    String snapshot = String.valueOf(PostgresSession.value(open, "select pg_export_snapshot()"));
    Instant now = Instant.parse(String.valueOf(PostgresSession.value(open, NOW)));
    PostgresRanges ranges = PostgresRanges.of(open, source, relation);
    List<PostgresSplit> splits =
        ranges.conditions(bound == null ? "" : bound.condition()).stream()
            .map(condition -> split(relation, condition, snapshot, now))
            .toList();
    Manifest.Slice slice =
        bound == null
            ? new Manifest.Slice(null, now.toString(), null, true)
            : new Manifest.Slice(bound.from(), bound.to(), bound.to(), true);
    return new SourcePlan(splits, ranges.bytes() / PACKED, slice, source.limits().connections());
  }

  private PostgresSplit split(
      PostgresRelation relation, String condition, String snapshot, Instant now) {
    return new PostgresSplit(
        source, relation.select(condition), relation.columns(), snapshot, name(), now);
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
