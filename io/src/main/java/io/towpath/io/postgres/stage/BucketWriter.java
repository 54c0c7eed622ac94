package io.towpath.io.postgres.stage;

import io.towpath.core.Reject;
import io.towpath.core.RunContext;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.SqlRetry;
import io.towpath.io.postgres.SqlStates;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.postgres.WarehouseAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Stages buckets, each in one transaction: the latest row of each key, rejects, tallies and the
 * bucket's part row.
 *
 * <p><b>Bounded</b> by its memory: a bucket's blocks and 24 bytes per record. <b>Guarantee</b>: a
 * bucket is committed once, by whoever comes first; everybody else returns what that one counted.
 * <b>Parallelism</b>: any number of buckets at once, each with one connection of role COPY.
 * <b>Failures</b>: those that pass are tried again until the patience ends; a row whose values the
 * server refuses becomes a reject; {@link BucketOverflow} and all others end the run.
 */
public final class BucketWriter {
  /** Suits 64 MiB per bucket, which is what runs plan, with much to spare. */
  private static final long LARGEST_BUDGET = 512L << 20;

  private final WarehouseAddress address;
  private final StageTable stage;
  private final long budget;
  private final SqlRetry retry;
  private final PartitionTables partitions;

  private BucketWriter(WarehouseAddress address, StageTable stage, Duration patience, long budget) {
    this.address = address;
    this.stage = stage;
    this.budget = budget;
    this.retry = SqlRetry.within(patience);
    this.partitions = new PartitionTables(address, stage, retry);
  }

  /**
   * A writer for one worker thread.
   *
   * @param patience how long failures that pass are waited out per bucket
   * @param budget bytes of memory that a bucket may take
   */
  public static BucketWriter of(
      WarehouseAddress address, StageTable stage, Duration patience, long budget) {
    return new BucketWriter(address, stage, patience, budget);
  }

  /** Bytes that a bucket may take in this process, where each processor may hold one at a time. */
  public static long budget() {
    Runtime runtime = Runtime.getRuntime();
    return Math.min(LARGEST_BUDGET, runtime.maxMemory() / 2 / runtime.availableProcessors());
  }

  /** Stages a bucket; the blocks are iterated once. */
  public BucketResult stage(RunContext run, int bucket, Iterable<byte[]> blocks) {
    Bucket work = new Bucket(run, bucket, BucketRows.collect(blocks, budget));
    try {
      return retry.get(() -> attempt(work));
    } catch (SQLException e) {
      throw Warehouse.failure(address, e);
    }
  }

  /** A bucket that is read and waits for its transaction. */
  private record Bucket(RunContext run, int number, BucketRows rows) {}

  private BucketResult attempt(Bucket bucket) throws SQLException {
    String name = bucket.run().run();
    try (Connection connection = Warehouse.connect(address, name, Role.COPY)) {
      PartCommit ledger = new PartCommit(connection, bucket.run());
      Optional<BucketResult> done = ledger.committed(bucket.number());
      if (done.isPresent()) {
        return done.get();
      }
      long[] places = bucket.rows().places();
      partitions.ensure(
          BucketPartitions.sort(stage.contract(), bucket.rows(), places).partitions(), name);
      connection.setAutoCommit(false);
      try {
        return write(connection, ledger, bucket, places, false);
      } catch (SQLException e) {
        if (!SqlStates.isDataError(e)) {
          throw e;
        }
        connection.rollback();
        return write(connection, ledger, bucket, places, true);
      }
    }
  }

  /** The transaction; only a second one tolerates rows that the server refuses. */
  private BucketResult write(
      Connection connection, PartCommit ledger, Bucket bucket, long[] places, boolean tolerant)
      throws SQLException {
    List<Reject> rejects = new ArrayList<>(bucket.rows().rejects());
    RowCopy copy = new RowCopy(connection, bucket.rows(), rejects);
    requireMarker(connection);
    long staged = 0;
    for (Stretch stretch : stretches(bucket.rows(), places)) {
      String columns = Identifier.quoted(stage.columns());
      staged +=
          tolerant
              ? copy.copyGood(stretch.relation, columns, stretch.places, 0, stretch.places.length)
              : copy.copy(stretch.relation, columns, stretch.places, 0, stretch.places.length);
    }
    BucketResult result =
        new BucketResult(bucket.number(), staged, bucket.rows().duplicates(), rejects.size());
    if (!ledger.claim(result, bucket.rows().identity())) {
      connection.rollback();
      return ledger.committed(bucket.number()).orElseThrow();
    }
    ledger.rejects(rejects);
    ledger.tallies(SplitTally.merge(bucket.rows().tallies()));
    connection.commit();
    return result;
  }

  /** Rows for one relation. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, compared nowhere
  private record Stretch(String relation, long[] places) {}

  /**
   * Rows that delete a key have a table of their own in a swap, as their other columns are empty.
   */
  private List<Stretch> stretches(BucketRows rows, long[] places) {
    if (!stage.swap() || !stage.deletes()) {
      return List.of(new Stretch(stage.copyRelation(), places));
    }
    long[] kept = new long[places.length];
    long[] gone = new long[places.length];
    int keptSize = 0;
    int goneSize = 0;
    for (long place : places) {
      if (rows.at(place).operation() == 'D') {
        gone[goneSize++] = place;
      } else {
        kept[keptSize++] = place;
      }
    }
    return List.of(
        new Stretch(stage.copyRelation(), Arrays.copyOf(kept, keptSize)),
        new Stretch(stage.deletesRelation(), Arrays.copyOf(gone, goneSize)));
  }

  /** A crash of the server empties unlogged tables: better noticed before the work than after. */
  private void requireMarker(Connection connection) throws SQLException {
    if (stage.swap()) {
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select from " + stage.markerRelation())) {
      if (!row.next()) {
        throw StageLost.of(stage);
      }
    }
  }
}
