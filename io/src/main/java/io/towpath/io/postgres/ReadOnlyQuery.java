package io.towpath.io.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers a user's question to the warehouse in a read-only session of the reading role. That
 * guards against mistakes; against malice only the rights of the role do.
 */
public final class ReadOnlyQuery {

  private ReadOnlyQuery() {}

  /** What came back, as text in PostgreSQL's form; null is the empty text. */
  public record Rows(List<String> columns, List<List<String>> rows) {}

  /** Runs one statement and keeps all of its rows. */
  public static Rows run(WarehouseAddress address, String sql) {
    return Warehouse.call(address, "sql", Role.READER, connection -> read(connection, sql));
  }

  private static Rows read(Connection connection, String sql) throws SQLException {
    connection.setReadOnly(true);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      ResultSetMetaData shape = row.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= shape.getColumnCount(); i++) {
        columns.add(shape.getColumnLabel(i));
      }
      List<List<String>> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(cells(row, columns.size()));
      }
      return new Rows(columns, rows);
    }
  }

  private static List<String> cells(ResultSet row, int columns) throws SQLException {
    List<String> cells = new ArrayList<>(columns);
    for (int i = 1; i <= columns; i++) {
      String cell = row.getString(i);
      cells.add(cell == null ? "" : cell);
    }
    return cells;
  }
}
