package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.contract.Contract;
import io.towpath.core.Manifest;
import io.towpath.io.postgres.stage.KeyComparison;
import io.towpath.io.source.Finding;
import io.towpath.io.source.Notices;
import io.towpath.io.source.SourcePlan;
import io.towpath.io.source.SplitReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
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
final class PostgresSource implements KeyedSource {
  /** About how many bytes of a table become one of a part. */
  private static final int PACKED = 4;

  private static final String NOW = "select to_char(now(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";

  private final String file;
  private final JdbcDeclaration source;
  private final Notices notices;
  private final @Nullable SweepTarget target;
  private @Nullable Connection connection;

  /**
   * A database.
   *
   * @param target that deletes are found in, null if none are looked for
   */
  PostgresSource(
      String file, JdbcDeclaration source, Notices notices, @Nullable SweepTarget target) {
    this.target = target;
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
    return opened((open, relation) -> read(open, relation, null, false));
  }

  @Override
  public void compare(KeyComparison comparison, Contract contract, @Nullable String last) {
    try (Connection open = PostgresSession.open(source)) {
      PostgresRelation relation = PostgresRelation.describe(open, file, source);
      comparison.compareWith(keys(relation, contract, landed(relation, last), null));
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }

  /** The condition of rows that earlier batches held. */
  private String landed(PostgresRelation relation, @Nullable String last) {
    Cursor cursor = source.cursor();
    if (cursor == null) {
      return "true";
    }
    return last == null
        ? "false"
        : new PostgresMarks(file, source, notices).of(cursor, relation).before(last);
  }

  private SourceKeys keys(
      PostgresRelation relation, Contract contract, String landed, @Nullable String snapshot) {
    return SourceKeys.of(
        file, source, contract, relation.from(), relation.all().keySet(), landed, snapshot);
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
      return read(open, relation, null, true);
    }
    PostgresMarks marks = new PostgresMarks(file, source, notices);
    Mark.Bound bound = marks.of(cursor, relation).find(open, from);
    if (bound == null) {
      return from == null || target == null
          ? SourcePlan.nothing()
          : new SourcePlan(
              sweep(relation, snapshot(open)), 0, new Manifest.Slice(from, from, from, true));
    }
    marks.requireFilled(open, cursor, relation);
    return read(open, relation, bound, from != null);
  }

  /**
   * A moment that other sessions can see, too.
   *
   * @param taken by the source's clock
   */
  private record Snapshot(String name, Instant taken) {}

  private static Snapshot snapshot(Connection open) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute("begin isolation level repeatable read, read only");
    }
    return new Snapshot(
        String.valueOf(PostgresSession.value(open, "select pg_export_snapshot()")),
        Instant.parse(String.valueOf(PostgresSession.value(open, NOW))));
  }

  /** Takes the snapshot, and plans how it is read. */
  private SourcePlan read(
      Connection open, PostgresRelation relation, Mark.@Nullable Bound bound, boolean swept)
      throws SQLException {
    Snapshot snapshot = snapshot(open);
    PostgresRanges ranges = PostgresRanges.of(open, source, relation);
    List<SplitReader> splits = new ArrayList<>();
    for (String condition : ranges.conditions(bound == null ? "" : bound.condition())) {
      splits.add(split(relation, condition, snapshot));
    }
    if (swept) {
      splits.addAll(sweep(relation, snapshot));
    }
    Manifest.Slice slice =
        bound == null
            ? new Manifest.Slice(null, snapshot.taken().toString(), null, true)
            : new Manifest.Slice(bound.from(), bound.to(), bound.to(), true);
    return new SourcePlan(splits, ranges.bytes() / PACKED, slice, source.limits().connections());
  }

  private PostgresSplit split(PostgresRelation relation, String condition, Snapshot snapshot) {
    return new PostgresSplit(
        source,
        relation.select(condition),
        relation.columns(),
        snapshot.name(),
        name(),
        snapshot.taken());
  }

  /** The search for keys that are there no more, if there is to be one. */
  private List<KeySweep> sweep(PostgresRelation relation, Snapshot snapshot) {
    return target == null
        ? List.of()
        : List.of(
            new KeySweep(
                keys(relation, target.contract(), "true", snapshot.name()),
                target,
                name(),
                snapshot.taken()));
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
