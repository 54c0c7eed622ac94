package io.towpath.io.postgres.stage;

import io.towpath.config.Feed;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.SqlRetry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Makes the target where it is missing, and finds out where it is not what the contract says. */
final class TargetTable {
  private static final String SHAPE = "towpath_shape";
  private static final int RETRIES = 8;

  /** Names, types and key columns of both, compared by the server, which knows all spellings. */
  private static final String DIFFERENCES =
      """
      select s.attname, format_type(s.atttypid, s.atttypmod), format_type(t.atttypid, t.atttypmod)
      from pg_attribute s
      left join pg_attribute t
        on t.attrelid = to_regclass(?) and t.attname = s.attname and not t.attisdropped
      where s.attrelid = to_regclass('pg_temp.towpath_shape') and s.attnum > 0
        and (t.attname is null or t.atttypid <> s.atttypid or t.atttypmod <> s.atttypmod)
      order by s.attnum""";

  private final Connection connection;
  private final Contract contract;
  private final Feed.Mode mode;

  TargetTable(Connection connection, Feed feed) {
    this.connection = connection;
    this.contract = feed.contract();
    this.mode = feed.load().mode();
  }

  /** Makes the target if there is none, else compares it. */
  void ensure() throws SQLException {
    connection.setAutoCommit(false);
    if (kind().isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        for (String sql : TableDdl.create(contract, mode)) {
          boolean present = sql.startsWith("create schema ") && hasSchema(contract.schema());
          if (!present) {
            statement.execute(sql);
          }
        }
      }
    } else {
      requirePartitioned();
      settleMark();
      compare();
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Whether neither rows nor remembered deletes stand against taking new rows as they are. */
  boolean isEmpty() throws SQLException {
    if (Stages.exists(connection, "select from " + TableDdl.target(contract) + " limit 1")) {
      return false;
    }
    String tombstones = StageTable.tombstones(contract);
    return !hasTable(tombstones)
        || !Stages.exists(connection, "select from " + tombstones + " limit 1");
  }

  boolean hasSchema(String name) throws SQLException {
    return !text("select nspname from pg_namespace where nspname = ?", name).isEmpty();
  }

  private boolean hasTable(String relation) throws SQLException {
    return !text("select to_regclass(?)::text", relation).isEmpty();
  }

  private String kind() throws SQLException {
    return text("select relkind::text from pg_class where oid = to_regclass(?)", name());
  }

  private String name() {
    return TableDdl.target(contract);
  }

  private String text(String query, String argument) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, argument);
      try (ResultSet row = statement.executeQuery()) {
        String found = row.next() ? row.getString(1) : null;
        return found == null ? "" : found;
      }
    }
  }

  private void requirePartitioned() throws SQLException {
    if (!"p".equals(kind())) {
      throw refused("it is no partitioned table; rename it and let Towpath make its own");
    }
  }

  /** A table of another mode gets the mark; one that has it is for no other. */
  private void settleMark() throws SQLException {
    boolean present =
        !text(
                "select attname from pg_attribute where attrelid = to_regclass(?) and attname = '"
                    + DeletionMark.COLUMN
                    + "' and not attisdropped",
                name())
            .isEmpty();
    boolean wanted = DeletionMark.isSystemColumn(contract, mode);
    if (wanted && !present) {
      SqlRetry.times(RETRIES).get(this::addMark);
    }
    if (present && !wanted) {
      throw refused(
          "column "
              + DeletionMark.COLUMN
              + " marks rows that soft-delete has deleted, and "
              + (mode == Feed.Mode.SOFT_DELETE
                  ? "the contract has another column for it"
                  : "mode " + mode.word() + " does not look at it")
              + ": load with soft-delete as before, or delete those rows and drop the column");
    }
  }

  private boolean addMark() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = '5s'");
      for (String sql : TableDdl.addMark(contract)) {
        statement.execute(sql);
      }
      connection.commit();
      return true;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  private void compare() throws SQLException {
    List<String> columns = new ArrayList<>();
    for (Field field : contract.fields()) {
      columns.add(TableDdl.column(field, false));
    }
    columns.add(PartitionScheme.BATCH + " bigint");
    if (DeletionMark.isSystemColumn(contract, mode)) {
      columns.add(DeletionMark.COLUMN + " " + DeletionMark.TYPE);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create temporary table "
              + SHAPE
              + " ("
              + String.join(", ", columns)
              + ") on commit drop");
    }
    List<String> differences = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(DIFFERENCES)) {
      query.setString(1, name());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String found = row.getString(3);
          differences.add(
              "column "
                  + row.getString(1)
                  + " is "
                  + (found == null ? "missing" : found)
                  + ", expected "
                  + row.getString(2));
        }
      }
    }
    if (!differences.isEmpty()) {
      throw refused(
          String.join("; ", differences) + ": alter the table, or correct " + contract.file());
    }
  }

  private TowpathException refused(String why) {
    return new TowpathException(ExitCode.WAREHOUSE, "table " + name() + ": " + why);
  }
}
