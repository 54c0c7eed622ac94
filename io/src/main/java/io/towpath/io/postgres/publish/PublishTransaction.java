package io.towpath.io.postgres.publish;

import io.towpath.config.Feed;
import io.towpath.core.Check;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Books;
import io.towpath.io.postgres.CheckResults;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.publish.LoadPlan.Count;
import io.towpath.io.postgres.stage.DeletionMark;
import io.towpath.io.postgres.stage.Identifier;
import io.towpath.io.postgres.stage.PartitionTables;
import io.towpath.io.postgres.stage.StageLost;
import io.towpath.io.postgres.stage.StageTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The one transaction that makes a run visible. Each attempt begins with the lease's row: it waits
 * there for a former attempt whose reply was lost, and then sees in the ledger how that one ended.
 */
final class PublishTransaction {
  private final Connection connection;
  private final RunRow run;
  private final StageTable stage;
  private final long epoch;

  PublishTransaction(Connection connection, RunRow run, StageTable stage, long epoch) {
    this.connection = connection;
    this.run = run;
    this.stage = stage;
    this.epoch = epoch;
  }

  /** How an attempt ended. */
  enum Outcome {
    /** It has made the run visible. */
    PUBLISHED,
    /** An earlier attempt had done so. */
    ALREADY,
    /** Another run has published the same batches, so this one is not needed. */
    SUPERSEDED
  }

  /** Publishes and commits, unless that was done before. */
  Outcome run(List<Check> checksAfterwards) throws SQLException {
    connection.setAutoCommit(false);
    execute("set local lock_timeout = '" + (stage.swap() ? "1s" : "10s") + "'");
    execute("set local idle_in_transaction_session_timeout = '60s'");
    execute("set local work_mem = '128MB'"); // the joins of an apply then hash in one go
    requireLease();
    Outcome former = former();
    if (former != Outcome.PUBLISHED) {
      connection.rollback();
      return former;
    }
    markPublished();
    if (!Books.balance(connection, run.plan().run())) {
      throw new TowpathException(
          ExitCode.WAREHOUSE, "run " + run.plan().run() + ": the books do not balance any more");
    }
    Map<Count, Long> counts = stage.swap() ? swap() : apply();
    audit(checksAfterwards);
    finish(counts);
    connection.commit();
    return Outcome.PUBLISHED;
  }

  private void requireLease() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select 1 from towpath.lease where feed = ? and work = 'write' and epoch = ?"
                + " for update")) {
      query.setString(1, run.plan().feed());
      query.setLong(2, epoch);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new TowpathException(
              ExitCode.LEASE,
              "feed "
                  + run.plan().feed()
                  + ": the write lease with epoch "
                  + epoch
                  + " was taken over by another run; nothing was published, let that one finish");
        }
      }
    }
  }

  /** What the ledger says about our batches; the lease's lock keeps the answer true. */
  private Outcome former() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select count(*) filter (where run = ?), count(*) from towpath.published"
                + " where feed = ? and generation = ? and batch between ? and ?")) {
      query.setString(1, run.plan().run());
      query.setString(2, run.plan().feed());
      query.setInt(3, run.plan().generation());
      query.setLong(4, run.plan().firstBatch());
      query.setLong(5, run.plan().lastBatch());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        if (row.getLong(1) > 0) {
          return Outcome.ALREADY;
        }
        if (row.getLong(2) == 0) {
          return Outcome.PUBLISHED;
        }
        if (row.getLong(2) == run.plan().lastBatch() - run.plan().firstBatch() + 1) {
          return Outcome.SUPERSEDED;
        }
        throw new TowpathException(
            ExitCode.WAREHOUSE,
            "run "
                + run.plan().run()
                + ": another run has published some of its batches "
                + run.plan().firstBatch()
                + " to "
                + run.plan().lastBatch()
                + "; nothing was published, run the feed again");
      }
    }
  }

  /** The primary key says no where another run, unlikely as it is, has just been faster. */
  private void markPublished() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into towpath.published (feed, generation, batch, run)"
                + " select ?, ?, batch, ? from generate_series(?, ?) batch")) {
      insert.setString(1, run.plan().feed());
      insert.setInt(2, run.plan().generation());
      insert.setString(3, run.plan().run());
      insert.setLong(4, run.plan().firstBatch());
      insert.setLong(5, run.plan().lastBatch());
      insert.executeUpdate();
    }
  }

  /** Returns how many rows each kind of statement changed. */
  private Map<Count, Long> apply() throws SQLException {
    if (count("select count(*) from " + stage.relation()) != run.counts().staged()) {
      throw StageLost.of(stage);
    }
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    LoadPlan plan = ApplyPlan.of(stage, run.plan().mode(), hasTombstones(), run.plan().started());
    for (LoadPlan.Statement statement : plan.statements()) {
      boolean query = statement.count() == Count.KEPT;
      long rows = query ? count(statement.sql()) : execute(statement.sql());
      counts.merge(statement.count(), rows, Long::sum);
    }
    return counts;
  }

  private Map<Count, Long> swap() throws SQLException {
    long gone = stage.deletes() ? count("select count(*) from " + stage.deletesRelation()) : 0;
    List<String> partitions =
        PartitionTables.present(connection, stage.contract().schema(), stage.contract().table());
    boolean replaces = run.plan().mode() == Feed.Mode.REPLACE;
    if (!replaces
        && count("select count(*) from (select from " + stage.target() + " limit 1) t") > 0) {
      throw new TowpathException(
          ExitCode.WAREHOUSE,
          "table "
              + stage.target()
              + " was empty when run "
              + run.plan().run()
              + " began and is not any more: somebody else writes to it; run again");
    }
    SwapPlan.Found found = new SwapPlan.Found(partitions, twins(), hasTombstones(), hasCopyRole());
    for (LoadPlan.Statement statement : SwapPlan.of(stage, run.plan().mode(), found).statements()) {
      execute(statement.sql());
    }
    // The audit has counted both in the frozen stage, and compared them with the parts.
    return Map.of(Count.INSERTED, run.counts().staged() - gone, Count.KEPT, gone);
  }

  private List<SwapPlan.Twin> twins() throws SQLException {
    List<SwapPlan.Twin> twins = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select c.relname, pg_get_expr(c.relpartbound, c.oid)"
                + " from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                + " where i.inhparent = ?::regclass order by c.relname")) {
      query.setString(1, stage.relation());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          twins.add(new SwapPlan.Twin(row.getString(1), row.getString(2)));
        }
      }
    }
    return twins;
  }

  /** Checks that speak of the merged table; the first error undoes the transaction. */
  private void audit(List<Check> checks) throws SQLException {
    if (checks.isEmpty()) {
      return;
    }
    Audit.Findings findings = new Audit(connection, living()).judge(checks);
    if (!findings.objections().isEmpty()) {
      connection.rollback();
      throw new Objection(findings);
    }
    CheckResults.save(connection, run.plan().run(), findings.results());
  }

  /** What checks speak of: rows that are marked as deleted cannot be put right any more. */
  private String living() throws SQLException {
    if (run.plan().mode() != Feed.Mode.SOFT_DELETE) {
      return stage.target();
    }
    execute(
        "create temporary view towpath_living as select * from "
            + stage.target()
            + " where "
            + Identifier.quoted(DeletionMark.of(stage.contract()))
            + " is null");
    return "pg_temp.towpath_living";
  }

  private void finish(Map<Count, Long> counts) throws SQLException {
    long inserted = counts.getOrDefault(Count.INSERTED, 0L);
    long updated = counts.getOrDefault(Count.UPDATED, 0L);
    long deleted = counts.getOrDefault(Count.DELETED, 0L);
    long kept = counts.getOrDefault(Count.KEPT, 0L);
    if (inserted + updated + deleted + kept != run.counts().staged()) {
      throw unbalanced(inserted, updated, deleted, kept);
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "update towpath.run set state = 'published', inserted = ?, updated = ?, deleted = ?,"
                + " kept = ?, finished = greatest(started, clock_timestamp()), error = null"
                + " where run = ?")) {
      update.setLong(1, inserted);
      update.setLong(2, updated);
      update.setLong(3, deleted);
      update.setLong(4, kept);
      update.setString(5, run.plan().run());
      update.executeUpdate();
    }
  }

  private TowpathException unbalanced(long inserted, long updated, long deleted, long kept) {
    return new TowpathException(
        ExitCode.WAREHOUSE,
        "run %s: the books do not balance: staged %d, but inserted %d, updated %d, deleted %d, kept %d;"
                .formatted(
                    run.plan().run(), run.counts().staged(), inserted, updated, deleted, kept)
            + " nothing was published. Does a trigger change what is written to "
            + stage.target()
            + ", or does it hold a merge key twice?");
  }

  private boolean hasTombstones() throws SQLException {
    return exists("select 1 where to_regclass(?) is not null", stage.tombstones());
  }

  private boolean hasCopyRole() throws SQLException {
    return exists("select 1 from pg_roles where rolname = ?", Role.COPY.login());
  }

  private boolean exists(String query, String argument) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, argument);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private long count(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private long execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return Math.max(0, statement.getLargeUpdateCount());
    }
  }
}
