package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a database by its driver: a table, view or query, and its columns.
 *
 * @param columns those that are read, in order
 * @param all columns there are
 * @param filled whether a column is never null, by its name, as far as the driver knows
 */
record DriverRelation(
    JdbcDeclaration source,
    List<SourceColumn> columns,
    List<SourceColumn> all,
    Map<String, Boolean> filled) {

  /** Looks at what the feed declares; reads no rows. */
  static DriverRelation describe(Connection connection, String file, JdbcDeclaration source)
      throws SQLException {
    List<SourceColumn> found = new ArrayList<>();
    Map<String, Boolean> filled = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("select * from " + from(source) + " where 1 = 0")) {
      ResultSetMetaData columns = none.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        SourceColumn column = DriverTypes.column(columns, i);
        found.add(column);
        filled.put(column.name(), columns.isNullable(i) == ResultSetMetaData.columnNoNulls);
      }
    }
    return new DriverRelation(
        source, ChosenColumns.of(file, source.extent(), found), List.copyOf(found), filled);
  }

  /** What stands behind FROM. A comment at the query's end must not swallow the bracket. */
  String from() {
    return from(source);
  }

  private static String from(JdbcDeclaration source) {
    String table = source.extent().table();
    return table != null ? Sql.qualified(table) : "(" + source.extent().query() + "\n) as source";
  }

  List<String> names() {
    return all.stream().map(SourceColumn::name).toList();
  }

  Optional<SourceColumn> column(String name) {
    return all.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** Whether every row has a value there, because the table says so. */
  boolean isFilled(String column) {
    return source.extent().table() != null && filled.getOrDefault(column, false);
  }

  /** Select of all rows that fulfil a condition. */
  String select(String condition) {
    return "select "
        + columns.stream().map(this::expression).collect(Collectors.joining(", "))
        + " from "
        + from()
        + (condition.isEmpty() ? "" : " where " + condition);
  }

  /** MySQL shows floats with six digits, doubles with all, and bits as bytes. */
  private String expression(SourceColumn column) {
    String name = Sql.name(column.name());
    if (!DriverSession.isMysql(source)) {
      return name;
    }
    if (column.declared().equalsIgnoreCase("BIT") && column.type() != ValueType.BOOLEAN) {
      return "lpad(bin(" + name + " + 0), " + Math.max(1, column.precision()) + ", '0')";
    }
    return column.type() == ValueType.REAL ? name + " + 0e0" : name;
  }

  /** The column whose ranges are read at once: as declared, or the first of the primary key. */
  @Nullable String splitBy(Connection connection) throws SQLException {
    if (source.extent().splitBy() != null || source.extent().table() == null) {
      return source.extent().splitBy();
    }
    Place place = place(connection);
    try (ResultSet key =
        connection.getMetaData().getPrimaryKeys(place.catalog(), place.schema(), place.table())) {
      String first = null;
      while (key.next()) {
        if (key.getInt("KEY_SEQ") == 1) {
          first = key.getString("COLUMN_NAME");
        }
      }
      return first;
    }
  }

  /** Whether an index begins with a column; false also where nobody knows. */
  boolean isIndexed(Connection connection, String column) throws SQLException {
    if (source.extent().table() == null) {
      return false;
    }
    Place place = place(connection);
    try (ResultSet index =
        connection
            .getMetaData()
            .getIndexInfo(place.catalog(), place.schema(), place.table(), false, true)) {
      while (index.next()) {
        if (index.getInt("ORDINAL_POSITION") == 1
            && column.equals(index.getString("COLUMN_NAME"))) {
          return true;
        }
      }
      return false;
    }
  }

  /** Where a driver's catalog has a table. */
  private record Place(@Nullable String catalog, @Nullable String schema, String table) {}

  private Place place(Connection connection) throws SQLException {
    String[] parts = String.valueOf(source.extent().table()).split("\\.", -1);
    String table = parts[parts.length - 1];
    String before = parts.length > 1 ? parts[parts.length - 2] : null;
    return DriverSession.isMysql(source)
        ? new Place(before == null ? connection.getCatalog() : before, null, table)
        : new Place(connection.getCatalog(), before, table);
  }
}
