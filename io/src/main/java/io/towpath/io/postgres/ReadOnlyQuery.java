package io.towpath.io.postgres;

import io.towpath.core.TowpathException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers a user's question to the warehouse in a read-only session of the reading role. That
 * guards against mistakes; against malice only the rights of the role do.
 */
public final class ReadOnlyQuery {

  /** Rows that are fetched at a time. */
  private static final int FETCH = 500;

  private ReadOnlyQuery() {}

  /** Takes what comes back, row by row. */
  public interface Reader {

    /** The columns' names, once, before the first row. */
    void columns(List<String> names);

    /** A row: numbers and truth values as such, all else as text in PostgreSQL's form. */
    void row(List<@Nullable Object> cells);
  }

  /**
   * Runs one statement and hands on its rows as they come; few of them are held at a time.
   *
   * @throws TowpathException with exit code CONFIGURATION if the statement is wrong or does not
   *     only read, WAREHOUSE if the reading role may not see what it asks for
   */
  public static void run(WarehouseAddress address, String sql, Reader reader) {
    Warehouse.call(
        address,
        "sql",
        Role.READER,
        connection -> {
          try {
            read(connection, sql, reader);
            return null;
          } catch (SQLException e) {
            throw QueryRefusal.of(address, e);
          }
        });
  }

  private static void read(Connection connection, String sql, Reader reader) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // The driver's own way, setReadOnly, lets everything through in auto-commit mode.
      statement.execute("set session characteristics as transaction read only");
      connection.setAutoCommit(false);
      statement.setFetchSize(FETCH);
      rows(statement, sql, reader);
    }
  }

  private static void rows(Statement statement, String sql, Reader reader) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      ResultSetMetaData shape = row.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= shape.getColumnCount(); i++) {
        columns.add(shape.getColumnLabel(i));
      }
      reader.columns(columns);
      while (row.next()) {
        reader.row(cells(row, shape));
      }
    }
  }

  private static List<@Nullable Object> cells(ResultSet row, ResultSetMetaData shape)
      throws SQLException {
    List<@Nullable Object> cells = new ArrayList<>(shape.getColumnCount());
    for (int i = 1; i <= shape.getColumnCount(); i++) {
      String text = row.getString(i);
      cells.add(text == null ? null : cell(text, shape.getColumnType(i)));
    }
    return cells;
  }

  private static Object cell(String text, int type) {
    return switch (type) {
      case Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Long.valueOf(text);
      case Types.NUMERIC, Types.REAL, Types.DOUBLE -> number(text);
      case Types.BIT, Types.BOOLEAN -> truth(text);
      default -> text;
    };
  }

  /** Bit strings have the same type and other texts. */
  private static Object truth(String text) {
    return text.equals("t") || text.equals("f") ? (Object) text.equals("t") : text;
  }

  /** Neither Java nor JSON has a number for NaN and infinity. */
  private static Object number(String text) {
    return Character.isLetter(text.charAt(text.length() - 1)) ? text : new BigDecimal(text);
  }
}
