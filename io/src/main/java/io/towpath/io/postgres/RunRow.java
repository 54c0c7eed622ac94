package io.towpath.io.postgres;

import io.towpath.config.Feed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A run as the ledger shows it.
 *
 * @param plan what it set out to do
 * @param state how far it came
 * @param counts what became of its records
 * @param finished null while it goes on
 * @param error why it was blocked, failed or given up; null otherwise
 */
public record RunRow(
    Plan plan, State state, Counts counts, @Nullable Instant finished, @Nullable String error) {

  /** How far a run came. */
  public enum State {
    /** Its plan stands; rows may be on their way into the stage. */
    PLANNED,
    /** All rows are in the stage, and the engine's book balances. */
    STAGED,
    /** Visible in the target. */
    PUBLISHED,
    /** Checks or thresholds said no; the stage is kept. */
    BLOCKED,
    /** Ended by an error. */
    FAILED,
    /** Given up; another run took its batches. */
    ABANDONED;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /** How rows come from the stage into the target. */
  public enum Way {
    /** By statements on the live table. */
    APPLY,
    /** By exchanging partitions. */
    SWAP
  }

  /**
   * What a run sets out to do, fixed before it starts.
   *
   * @param run unique, sortable name
   * @param generation complete build of the target, counted from 1
   * @param mode of the feed
   * @param way from the stage into the target
   * @param firstBatch first of its consecutive batches
   * @param lastBatch last of them
   * @param buckets planned number of buckets
   * @param stage name of its stage, null once that is dropped
   * @param contractVersion of the contract it was compiled from
   * @param epoch of the write lease it is planned under
   * @param started the run's instant
   */
  public record Plan(
      String run,
      String feed,
      int generation,
      Feed.Mode mode,
      Way way,
      long firstBatch,
      long lastBatch,
      int buckets,
      @Nullable String stage,
      String contractVersion,
      long epoch,
      Instant started) {}

  /** The terms of both books. */
  public record Counts(
      long read,
      long expanded,
      long staged,
      long duplicates,
      long rejected,
      long filtered,
      long inserted,
      long updated,
      long deleted,
      long kept) {}

  static RunRow of(ResultSet row) throws SQLException {
    Timestamp finished = row.getTimestamp("finished");
    return new RunRow(
        plan(row),
        State.of(row.getString("state")),
        counts(row),
        finished == null ? null : finished.toInstant(),
        row.getString("error"));
  }

  private static Plan plan(ResultSet row) throws SQLException {
    return new Plan(
        row.getString("run"),
        row.getString("feed"),
        row.getInt("generation"),
        Feed.Mode.of(row.getString("mode")),
        Way.valueOf(row.getString("plan").toUpperCase(Locale.ROOT)),
        row.getLong("first_batch"),
        row.getLong("last_batch"),
        row.getInt("buckets"),
        row.getString("stage"),
        row.getString("contract_version"),
        row.getLong("epoch"),
        row.getTimestamp("started").toInstant());
  }

  private static Counts counts(ResultSet row) throws SQLException {
    return new Counts(
        row.getLong("read"),
        row.getLong("expanded"),
        row.getLong("staged"),
        row.getLong("duplicates"),
        row.getLong("rejected"),
        row.getLong("filtered"),
        row.getLong("inserted"),
        row.getLong("updated"),
        row.getLong("deleted"),
        row.getLong("kept"));
  }
}
