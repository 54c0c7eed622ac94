package io.towpath.io.postgres.stage;

import io.towpath.core.ByteAppender;
import io.towpath.core.OutcomeCursor;
import io.towpath.core.Reason;
import io.towpath.core.Reject;
import io.towpath.io.postgres.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;

/**
 * Copies a bucket's rows into the stage. Where the server refuses the values of some row, halves
 * are tried until only that row is left, and it becomes a reject: the other rows do not pay for it.
 */
final class RowCopy {
  private final Connection connection;
  private final BucketRows rows;
  private final List<Reject> rejects;

  RowCopy(Connection connection, BucketRows rows, List<Reject> rejects) {
    this.connection = connection;
    this.rows = rows;
    this.rejects = rejects;
  }

  /** Copies all rows with one statement; fails as a whole. */
  long copy(String relation, String columns, long[] places, int from, int to) throws SQLException {
    if (from == to) {
      return 0;
    }
    try (CopyStream stream = CopyStream.into(connection, relation, columns)) {
      ByteAppender buffer = stream.buffer();
      for (int i = from; i < to; i++) {
        OutcomeCursor row = rows.at(places[i]);
        buffer.putBytes(row.block(), row.tupleOffset(), row.tupleLength());
        stream.next();
      }
      return stream.finish();
    }
  }

  /** Copies what can be copied; every other row is added to the rejects. */
  long copyGood(String relation, String columns, long[] places, int from, int to)
      throws SQLException {
    if (from == to) {
      return 0;
    }
    Savepoint before = connection.setSavepoint();
    try {
      long copied = copy(relation, columns, places, from, to);
      connection.releaseSavepoint(before);
      return copied;
    } catch (SQLException e) {
      if (!SqlStates.isDataError(e)) {
        throw e;
      }
      connection.rollback(before);
      if (to - from == 1) {
        rejects.add(reject(rows.at(places[from]), e));
        return 0;
      }
    }
    int middle = (from + to) >>> 1;
    return copyGood(relation, columns, places, from, middle)
        + copyGood(relation, columns, places, middle, to);
  }

  /** The server's message may hold the value, so only its SQLSTATE is kept. */
  private static Reject reject(OutcomeCursor row, SQLException error) {
    return new Reject(
        row.origin(),
        Reason.WAREHOUSE.code(),
        null,
        null,
        "a row that PostgreSQL takes (SQLSTATE " + error.getSQLState() + ")");
  }
}
