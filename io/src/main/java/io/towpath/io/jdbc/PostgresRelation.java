package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.Words;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is read of a database: a table, view or query, and its columns.
 *
 * @param from what stands behind FROM
 * @param columns those that are read, in order
 * @param all types of all columns there are, by their names
 */
record PostgresRelation(String from, List<PostgresColumn> columns, Map<String, String> all) {

  /** Looks at what the feed declares; reads no rows. */
  static PostgresRelation describe(Connection connection, String file, JdbcDeclaration source)
      throws SQLException {
    JdbcDeclaration.Extent extent = source.extent();
    // A comment at the query's end must not swallow the bracket.
    String from =
        extent.table() != null
            ? Sql.qualified(extent.table())
            : "(" + extent.query() + "\n) as source";
    List<PostgresColumn> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("select * from " + from + " limit 0")) {
      ResultSetMetaData columns = none.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        found.add(column(columns, i));
      }
    }
    Map<String, String> all = new LinkedHashMap<>();
    found.forEach(column -> all.put(column.name(), column.declared()));
    requireKnown(file, "columns", extent.columns(), all.keySet());
    requireKnown(file, "without", extent.without(), all.keySet());
    if (extent.splitBy() != null) {
      requireKnown(file, "splitBy", List.of(extent.splitBy()), all.keySet());
    }
    List<PostgresColumn> chosen = found.stream().filter(column -> isRead(extent, column)).toList();
    requireDistinct(file, chosen);
    return new PostgresRelation(from, chosen, all);
  }

  private static PostgresColumn column(ResultSetMetaData columns, int index) throws SQLException {
    String name = columns.getColumnName(index);
    String declared = columns.getColumnTypeName(index);
    int precision = columns.getPrecision(index);
    int scale = columns.getScale(index);
    PostgresType type = PostgresType.of(declared);
    if (type == PostgresType.NUMERIC && precision > 0 && scale >= 0 && scale <= precision) {
      type = PostgresType.DECIMAL;
    }
    String field = name.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^(?=[0-9])", "_");
    return new PostgresColumn(name, field, type, declared, precision, scale);
  }

  private static boolean isRead(JdbcDeclaration.Extent extent, PostgresColumn column) {
    return (extent.columns().isEmpty() || extent.columns().contains(column.name()))
        && !extent.without().contains(column.name());
  }

  /** Fails if a name that the feed gives is no column. */
  static void requireKnown(String file, String key, List<String> names, Set<String> all) {
    for (String name : names) {
      if (!all.contains(name)) {
        throw new TowpathException(
            ExitCode.CONFIGURATION,
            file
                + ": source.jdbc."
                + key
                + " names the column "
                + name
                + ", which is not there; expected "
                + Words.or(all)
                + Nearest.hint(name, all));
      }
    }
  }

  private static void requireDistinct(String file, List<PostgresColumn> columns) {
    Set<String> fields = new HashSet<>();
    for (PostgresColumn column : columns) {
      if (!fields.add(column.field())) {
        throw new TowpathException(
            ExitCode.CONFIGURATION,
            file
                + ": two columns would be called "
                + column.field()
                + " in Avro, which knows letters, digits and _ only; name them apart in"
                + " source.jdbc.query");
      }
    }
  }

  /** Select of all rows that fulfil a condition. */
  String select(String condition) {
    return "select "
        + columns.stream().map(PostgresColumn::expression).collect(Collectors.joining(", "))
        + " from "
        + from
        + (condition.isEmpty() ? "" : " where " + condition);
  }
}
