package io.towpath.io.postgres.stage;

import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
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

  TargetTable(Connection connection, Contract contract) {
    this.connection = connection;
    this.contract = contract;
  }

  /** Makes the target if there is none, else compares it. */
  void ensure() throws SQLException {
    connection.setAutoCommit(false);
    if (kind().isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        for (String sql : TableDdl.create(contract)) {
          boolean present = sql.startsWith("create schema ") && hasSchema(contract.schema());
          if (!present) {
            statement.execute(sql);
          }
        }
      }
    } else {
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

  private void compare() throws SQLException {
    if (!"p".equals(kind())) {
      throw refused("it is no partitioned table; rename it and let Towpath make its own");
    }
    List<String> columns = new ArrayList<>();
    for (Field field : contract.fields()) {
      columns.add(TableDdl.column(field, false));
    }
    columns.add(PartitionScheme.BATCH + " bigint");
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
