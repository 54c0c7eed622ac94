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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database of which only a driver is known, MySQL and MariaDB among them.
 *
 * <p><b>Bounded</b>: the fetch size per connection. <b>Guarantee</b>: each split is one statement;
 * several see several moments, and the slice says so. <b>Parallelism</b>: as many connections as
 * the feed allows. <b>Failures</b>: exit code {@code SOURCE}, {@code CONFIGURATION} where the feed
 * asks for what this reader does not do.
 */
final class DriverSource implements KeyedSource, BackfillSource {
  private final String file;
  private final JdbcDeclaration source;
  private final InstantSource clock;
  private final Notices notices;
  private final @Nullable SweepTarget target;

  /**
   * A database.
   *
   * @param target that deletes are found in, null if none are looked for
   */
  DriverSource(
      String file,
      JdbcDeclaration source,
      InstantSource clock,
      Notices notices,
      @Nullable SweepTarget target) {
    this.file = file;
    this.source = source;
    this.clock = clock;
    this.notices = notices;
    this.target = target;
  }

  /** What is asked of the database once it is connected. */
  private interface Question<T> {
    T ask(Connection connection, DriverRelation relation) throws SQLException;
  }

  private <T> T connected(Question<T> question) {
    try (Connection connection = DriverSession.open(source)) {
      return question.ask(connection, DriverRelation.describe(connection, file, source));
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }

  @Override
  public SourcePlan plan(@Nullable String cursor) {
    return connected((connection, relation) -> plan(connection, relation, cursor));
  }

  @Override
  public List<Finding> examine(@Nullable String cursor) {
    return connected(
        (connection, relation) ->
            new DriverExamination(connection, relation)
                .findings(plan(connection, relation, cursor), cursor));
  }

  /** All rows, wherever a mark may be. */
  @Override
  public SourcePlan sample() {
    return connected(
        (connection, relation) -> whole(rows(connection, relation, ""), clock.instant()));
  }

  /** As many windows as connections may read at once. */
  @Override
  public List<Backfill> batches(Backfill all) {
    Cursor cursor = BackfillCursor.of(file, source);
    return connected(
        (connection, relation) -> {
          DriverMarks marks = new DriverMarks(file, relation, notices);
          Mark.Bound mark = marks.of(cursor).find(connection, null);
          String to = mark == null ? null : mark.to();
          BackfillCursor.requireSafe(
              source, all, to, to != null && !all.to().isAfter(Instant.parse(to)));
          marks.requireFilled(connection, cursor);
          return all.batches(source.limits().connections());
        });
  }

  @Override
  public SourcePlan plan(Backfill batch, @Nullable String at) {
    Cursor cursor = BackfillCursor.of(file, source);
    return connected(
        (connection, relation) -> {
          InstantColumn column = new DriverMarks(file, relation, notices).column(cursor);
          List<DriverSplit> rows = new ArrayList<>();
          for (Backfill window : batch.windows()) {
            String condition = column.between(window.from(), window.to());
            rows.addAll(rows(connection, relation, condition));
          }
          return plan(rows, batch.from().toString(), batch.to().toString(), at);
        });
  }

  @Override
  public void compare(KeyComparison comparison, Contract contract, @Nullable String cursor) {
    try {
      comparison.compareWith(
          connected((connection, relation) -> keys(relation, contract, landed(relation, cursor))));
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }

  /** The condition of rows that earlier batches held. */
  private String landed(DriverRelation relation, @Nullable String last) {
    Cursor cursor = source.cursor();
    if (cursor == null) {
      return "1 = 1";
    }
    return last == null
        ? "1 = 0"
        : new DriverMarks(file, relation, notices).of(cursor).before(last);
  }

  private SourceKeys keys(DriverRelation relation, Contract contract, String landed) {
    return SourceKeys.of(file, source, contract, relation.from(), relation.names(), landed, null);
  }

  private SourcePlan plan(Connection connection, DriverRelation relation, @Nullable String from)
      throws SQLException {
    Cursor cursor = source.cursor();
    if (cursor == null) {
      return swept(relation, whole(rows(connection, relation, ""), clock.instant()));
    }
    DriverMarks marks = new DriverMarks(file, relation, notices);
    Mark.Bound bound = marks.of(cursor).find(connection, from);
    if (bound == null) {
      return from == null || target == null
          ? SourcePlan.nothing()
          : swept(relation, plan(List.of(), from, from, from));
    }
    marks.requireFilled(connection, cursor);
    SourcePlan slice =
        plan(rows(connection, relation, bound.condition()), bound.from(), bound.to(), bound.to());
    return from == null ? slice : swept(relation, slice);
  }

  /** The rows that fulfil a condition; all if it is empty. */
  private List<DriverSplit> rows(Connection connection, DriverRelation relation, String condition)
      throws SQLException {
    Instant now = clock.instant();
    List<DriverSplit> splits = new ArrayList<>();
    for (DriverRanges.Range range :
        new DriverRanges(connection, relation, condition).ranges(relation.splitBy(connection))) {
      splits.add(
          new DriverSplit(
              source,
              relation.select(range.condition()),
              range.bounds(),
              relation.columns(),
              source.extent().name(),
              now));
    }
    return splits;
  }

  private SourcePlan whole(List<DriverSplit> rows, Instant now) {
    return plan(rows, null, now.toString(), null);
  }

  private SourcePlan plan(
      List<DriverSplit> rows, @Nullable String from, String to, @Nullable String cursor) {
    Manifest.Slice slice = new Manifest.Slice(from, to, cursor, rows.size() <= 1);
    return new SourcePlan(rows, 0, slice, source.limits().connections());
  }

  /** The same, with the search for keys that are there no more, if there is to be one. */
  private SourcePlan swept(DriverRelation relation, SourcePlan rows) {
    if (target == null) {
      return rows;
    }
    List<SplitReader> splits = new ArrayList<>(rows.splits());
    splits.add(
        new KeySweep(
            keys(relation, target.contract(), "1 = 1"),
            target,
            source.extent().name(),
            clock.instant()));
    return new SourcePlan(splits, rows.bytes(), rows.slice(), rows.readers());
  }

  /** Leaves out parts without records; a table without rows has none other. */
  @Override
  public List<Manifest.Part> select(List<Manifest.Part> landed) {
    return landed.stream().filter(part -> part.records() > 0).toList();
  }
}
