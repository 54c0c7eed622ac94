package io.towpath.io.postgres.stage;

import io.towpath.core.ByteAppender;
import io.towpath.core.Origin;
import io.towpath.core.Reject;
import io.towpath.core.RunContext;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a bucket's share of the ledger, in the transaction that stages its rows. */
final class PartCommit {
  private static final String REJECT_COLUMNS =
      "run, batch, part, position, ordinal, line, reason, column_name, found, expected";
  private static final int REJECT_FIELDS = 10;
  private static final int MAX_FOUND = 200;

  private final Connection connection;
  private final RunContext run;

  PartCommit(Connection connection, RunContext run) {
    this.connection = connection;
    this.run = run;
  }

  /** The bucket as it was committed before, by whomever. */
  Optional<BucketResult> committed(int bucket) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select staged, duplicates, rejected from towpath.part where run = ? and bucket = ?")) {
      query.setString(1, run.run());
      query.setInt(2, bucket);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new BucketResult(bucket, row.getLong(1), row.getLong(2), row.getLong(3)))
            : Optional.empty();
      }
    }
  }

  /** Claims the bucket; false if another attempt has it. */
  boolean claim(BucketResult result, long identity) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into towpath.part (run, bucket, staged, duplicates, rejected, identity)"
                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing")) {
      insert.setString(1, run.run());
      insert.setInt(2, result.bucket());
      insert.setLong(3, result.staged());
      insert.setLong(4, result.duplicates());
      insert.setLong(5, result.rejected());
      insert.setLong(6, identity);
      return insert.executeUpdate() == 1;
    }
  }

  void tallies(List<SplitTally> tallies) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into towpath.tally (run, batch, part, split, read, expanded, filtered,"
                + " identity, position_from, position_to, complete)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (SplitTally tally : tallies) {
        insert.setString(1, run.run());
        insert.setLong(2, tally.split().batch());
        insert.setInt(3, tally.split().part());
        insert.setInt(4, tally.split().split());
        insert.setLong(5, tally.read());
        insert.setLong(6, tally.expanded());
        insert.setLong(7, tally.filtered());
        insert.setLong(8, tally.emitted());
        insert.setLong(9, tally.from());
        insert.setLong(10, tally.to());
        insert.setBoolean(11, tally.complete());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  void rejects(List<Reject> rejects) throws SQLException {
    if (rejects.isEmpty()) {
      return;
    }
    try (CopyStream stream = CopyStream.into(connection, "towpath.reject", REJECT_COLUMNS)) {
      ByteAppender out = stream.buffer();
      for (Reject reject : rejects) {
        put(reject, out);
        stream.next();
      }
      stream.finish();
    }
  }

  private void put(Reject reject, ByteAppender out) {
    Origin origin = reject.origin();
    out.putShort(REJECT_FIELDS);
    putText(run.run(), out);
    CopyBinary.putBigint(origin.batch(), out);
    CopyBinary.putInteger(origin.part(), out);
    CopyBinary.putBigint(origin.position(), out);
    CopyBinary.putInteger(origin.ordinal(), out);
    CopyBinary.putBigint(origin.line(), out);
    putText(reject.reason(), out);
    putText(reject.column(), out);
    putText(shortened(reject.found()), out);
    putText(reject.expected(), out);
  }

  private static @Nullable String shortened(@Nullable String found) {
    return found == null || found.codePointCount(0, found.length()) <= MAX_FOUND
        ? found
        : found.substring(0, found.offsetByCodePoints(0, MAX_FOUND));
  }

  /** What is rejected for its NUL character is shown with a mark in its place. */
  private static void putText(@Nullable String text, ByteAppender out) {
    if (text == null) {
      CopyBinary.putNull(out);
    } else {
      byte[] bytes = text.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8);
      out.putInt(bytes.length);
      out.putBytes(bytes, 0, bytes.length);
    }
  }
}
