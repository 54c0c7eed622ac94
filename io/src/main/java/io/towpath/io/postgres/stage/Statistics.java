package io.towpath.io.postgres.stage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Keeps the planner's statistics of targets. Autovacuum looks after partitions but never after the
 * partitioned table itself.
 */
public final class Statistics {
  private static final int TARGET = 100;
  private static final int MIN_TARGET = 10;
  private static final int FULL_PARTITIONS = 4;

  /** Of so many rows, one that changed is reason enough. */
  private static final int STALE_RATIO = 20;

  private static final String ROWS_AND_PARTITIONS =
      "select coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint, count(*)"
          + " from pg_inherits i join pg_class c on c.oid = i.inhrelid"
          + " where i.inhparent = to_regclass(?)";

  private Statistics() {}

  /** The detail for a table of so many partitions: many share the sample that one would have. */
  static String detail(int partitions) {
    int target =
        Math.max(MIN_TARGET, Math.min(TARGET, TARGET * FULL_PARTITIONS / Math.max(1, partitions)));
    return "set default_statistics_target = " + target;
  }

  /** Analyzes the target if as many rows have changed as make a difference. */
  public static boolean refresh(Connection connection, StageTable stage, long changed)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(ROWS_AND_PARTITIONS)) {
      query.setString(1, stage.target());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        if (changed * STALE_RATIO < row.getLong(1)) {
          return false;
        }
        try (Statement statement = connection.createStatement()) {
          statement.execute(detail(row.getInt(2)));
          statement.execute("analyze " + stage.target());
        }
        return true;
      }
    }
  }
}
