package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration.Cursor;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A column with times, and slices of it: the lower bound belongs to a slice, the upper does not.
 */
record TimeColumn(Cursor cursor, ValueType type) {

  /** The slice between two instants, null if there is none. */
  Mark.@Nullable Bound bound(Connection connection, @Nullable String from, String to)
      throws SQLException {
    if (from == null) {
      return new Mark.Bound(null, to, before(to));
    }
    String lower = Sql.text(from) + "::timestamptz";
    if (!"t"
        .equals(
            PostgresSession.value(
                connection, "select " + lower + " < " + Sql.text(to) + "::timestamptz"))) {
      return null;
    }
    String begin =
        PostgresSession.value(
            connection,
            "select ("
                + lower
                + " - interval '"
                + cursor.overlap().toMillis()
                + " milliseconds')::text");
    String start = begin == null ? from : begin;
    return new Mark.Bound(start, to, between(start, to));
  }

  /** The condition of rows before an instant. */
  String before(String instant) {
    return Sql.name(cursor.column()) + " < " + literal(instant);
  }

  /** The condition of rows from one instant to another. */
  String between(String from, String to) {
    return Sql.name(cursor.column()) + " >= " + literal(from) + " and " + before(to);
  }

  /** An instant as the column has it. */
  private String literal(String instant) {
    String literal = Sql.text(instant) + "::timestamptz";
    return type == ValueType.TIMESTAMPTZ
        ? literal
        : "(" + literal + " at time zone " + Sql.text(cursor.timezone().getId()) + ")";
  }
}
