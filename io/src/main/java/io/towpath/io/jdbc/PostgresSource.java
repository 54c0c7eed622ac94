package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.contract.Contract;
import io.towpath.core.Manifest;
import io.towpath.io.postgres.stage.KeyComparison;
import io.towpath.io.source.Backfill;
import io.towpath.io.source.BackfillSource;
import io.towpath.io.source.Finding;
import io.towpath.io.source.Notices;
import io.towpath.io.source.SourcePlan;
import io.towpath.io.source.SplitReader;
import java.sql.Connection;
import java.sql.SQLException;
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
final class PostgresSource implements KeyedSource, BackfillSource {
  /** About how many bytes of a table become one of a part. */
  private static final int PACKED = 4;

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
    return opened((open, relation) -> whole(PostgresReading.begin(open, source, relation), false));
  }

  /** As many windows as connections may read at once. */
  @Override
  public List<Backfill> batches(Backfill all) {
    Cursor cursor = BackfillCursor.of(file, source);
    return opened(
        (open, relation) -> {
          PostgresMarks marks = new PostgresMarks(file, source, notices);
          Mark.Bound mark = marks.of(cursor, relation).find(open, null);
          String to = mark == null ? null : mark.to();
          BackfillCursor.requireSafe(source, all, to, PostgresMarks.isBefore(open, all.to(), to));
          marks.requireFilled(open, cursor, relation);
          return all.batches(source.limits().connections());
        });
  }

  @Override
  public SourcePlan plan(Backfill batch, @Nullable String at) {
    Cursor cursor = BackfillCursor.of(file, source);
    return opened(
        (open, relation) -> {
          TimeColumn column = new PostgresMarks(file, source, notices).column(cursor, relation);
          List<String> windows =
              batch.windows().stream()
                  .map(window -> column.between(window.from().toString(), window.to().toString()))
                  .toList();
          return plan(
              PostgresReading.begin(open, source, relation),
              windows,
              new Manifest.Slice(batch.from().toString(), batch.to().toString(), at, true),
              false);
        });
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
  private interface Question<T> {
    T ask(Connection open, PostgresRelation relation) throws SQLException;
  }

  private <T> T opened(Question<T> question) {
    try {
      connection = PostgresSession.open(source);
      return question.ask(connection, PostgresRelation.describe(connection, file, source));
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }

  private SourcePlan plan(Connection open, PostgresRelation relation, @Nullable String from)
      throws SQLException {
    Cursor cursor = source.cursor();
    if (cursor == null) {
      return whole(PostgresReading.begin(open, source, relation), true);
    }
    PostgresMarks marks = new PostgresMarks(file, source, notices);
    Mark.Bound bound = marks.of(cursor, relation).find(open, from);
    if (bound == null) {
      return from == null || target == null
          ? SourcePlan.nothing()
          : plan(
              PostgresReading.begin(open, source, relation),
              List.of(),
              new Manifest.Slice(from, from, from, true),
              true);
    }
    marks.requireFilled(open, cursor, relation);
    return plan(
        PostgresReading.begin(open, source, relation),
        List.of(bound.condition()),
        new Manifest.Slice(bound.from(), bound.to(), bound.to(), true),
        from != null);
  }

  private SourcePlan whole(PostgresReading reading, boolean swept) throws SQLException {
    Manifest.Slice slice = new Manifest.Slice(null, reading.taken().toString(), null, true);
    return plan(reading, List.of(""), slice, swept);
  }

  /** Plans how the slices are read, and the search for keys that are there no more. */
  private SourcePlan plan(
      PostgresReading reading, List<String> slices, Manifest.Slice slice, boolean swept)
      throws SQLException {
    PostgresRanges ranges = PostgresRanges.of(reading.connection(), source, reading.relation());
    List<SplitReader> splits = new ArrayList<>(reading.splits(ranges, slices));
    if (swept && target != null) {
      splits.add(
          new KeySweep(
              keys(reading.relation(), target.contract(), "true", reading.snapshot()),
              target,
              source.extent().name(),
              reading.taken()));
    }
    long bytes = slices.isEmpty() ? 0 : ranges.bytes() / PACKED;
    return new SourcePlan(splits, bytes, slice, source.limits().connections());
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
