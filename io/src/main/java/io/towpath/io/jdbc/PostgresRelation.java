package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is read of a database: a table, view or query, and its columns.
 *
 * @param from what stands behind FROM
 * @param columns those that are read, in order
 * @param all types of all columns there are, by their names
 */
record PostgresRelation(String from, List<SourceColumn> columns, Map<String, String> all) {

  /** Looks at what the feed declares; reads no rows. */
  static PostgresRelation describe(Connection connection, String file, JdbcDeclaration source)
      throws SQLException {
    JdbcDeclaration.Extent extent = source.extent();
    // A comment at the query's end must not swallow the bracket.
    String from =
        extent.table() != null
            ? Sql.qualified(extent.table())
            : "(" + extent.query() + "\n) as source";
    List<SourceColumn> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("select * from " + from + " limit 0")) {
      ResultSetMetaData columns = none.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        found.add(column(columns, i));
      }
    }
    Map<String, String> all = new LinkedHashMap<>();
    found.forEach(column -> all.put(column.name(), column.declared()));
    return new PostgresRelation(from, ChosenColumns.of(file, extent, found), all);
  }

  private static SourceColumn column(ResultSetMetaData columns, int index) throws SQLException {
    String name = columns.getColumnName(index);
    String declared = columns.getColumnTypeName(index);
    int precision = columns.getPrecision(index);
    int scale = columns.getScale(index);
    ValueType type = ValueType.ofPostgres(declared);
    if (type == ValueType.NUMERIC && precision > 0 && scale >= 0 && scale <= precision) {
      type = ValueType.DECIMAL;
    }
    return new SourceColumn(name, SourceColumn.field(name), type, declared, precision, scale);
  }

  /** Select of all rows that fulfil a condition. */
  String select(String condition) {
    return "select "
        + columns.stream().map(PostgresRelation::expression).collect(Collectors.joining(", "))
        + " from "
        + from
        + (condition.isEmpty() ? "" : " where " + condition);
  }

  private static String expression(SourceColumn column) {
    String name = Sql.name(column.name());
    if (column.declared().equals("money")) {
      return name + "::numeric::text"; // its own text depends on the server's locale
    }
    return column.type() == ValueType.OTHER ? name + "::text" : name;
  }
}
