package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a table or query, or a slice of it, into ranges of a column that hold about as many rows
 * each. One pass over the column in its order finds them, which an index makes cheap, whatever its
 * type and however skewed it is.
 */
final class DriverRanges {
  private static final long SMALL = 50_000;
  private static final long TARGET = 1_000_000;

  private final Connection connection;
  private final JdbcDeclaration source;
  private final String from;
  private final String slice;

  /**
   * Ranges of what is read.
   *
   * @param slice condition of the rows, empty for all
   */
  DriverRanges(Connection connection, DriverRelation relation, String slice) {
    this.connection = connection;
    this.source = relation.source();
    this.from = relation.from();
    this.slice = slice;
  }

  /** A condition and the values of its parameters. */
  record Range(String condition, List<Serializable> bounds) {}

  /** Ranges of which each row is in one; one range of all where there is no column. */
  List<Range> ranges(@Nullable String column) throws SQLException {
    long rows = column == null ? 0 : count();
    if (column == null || rows < SMALL) {
      return List.of(new Range(slice, List.of()));
    }
    int connections = source.limits().connections();
    long wanted = (rows + TARGET - 1) / TARGET;
    long splits = (wanted + connections - 1) / connections * connections;
    List<Serializable> bounds = bounds(Sql.name(column), (rows + splits - 1) / splits);
    List<Range> ranges = new ArrayList<>();
    String name = Sql.name(column);
    for (int i = 0; i <= bounds.size(); i++) {
      String lower = i == 0 ? "" : name + " >= ?";
      String upper = i == bounds.size() ? "" : name + " < ?";
      String both = and(lower, upper);
      String condition =
          i == 0 && !bounds.isEmpty() ? "(" + both + " or " + name + " is null)" : both;
      ranges.add(
          new Range(
              and(condition, slice),
              List.copyOf(bounds.subList(Math.max(0, i - 1), Math.min(i + 1, bounds.size())))));
    }
    return ranges;
  }

  private static String and(String one, String other) {
    return one + (one.isEmpty() || other.isEmpty() ? "" : " and ") + other;
  }

  private long count() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      DriverSession.limit(statement, source);
      try (ResultSet row =
          statement.executeQuery(
              "select count(*) from " + from + (slice.isEmpty() ? "" : " where " + slice))) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** Every so many rows a key, but none twice: rows of one key stay together. */
  private List<Serializable> bounds(String column, long step) throws SQLException {
    List<Serializable> bounds = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      DriverSession.limit(statement, source);
      String sql =
          "select "
              + column
              + " from "
              + from
              + " where "
              + and(column + " is not null", slice)
              + " order by "
              + column;
      try (ResultSet row = statement.executeQuery(sql)) {
        Serializable last = null;
        for (long seen = 0; row.next(); seen++) {
          if (seen % step == 0) {
            Serializable key = key(row);
            if (seen > 0 && !Objects.equals(key, last)) {
              bounds.add(key);
            }
            last = key;
          }
        }
      }
    }
    return bounds;
  }

  /** Numbers as such, since text would be compared with them as doubles; all else by its text. */
  private static Serializable key(ResultSet row) throws SQLException {
    Object key = row.getObject(1);
    return key instanceof Number number ? number : row.getString(1);
  }
}
