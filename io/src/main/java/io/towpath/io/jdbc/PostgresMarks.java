package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.source.Notices;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the mark that a feed's cursor asks for, if its column fits. */
final class PostgresMarks {
  private final String file;
  private final JdbcDeclaration source;
  private final Notices notices;

  PostgresMarks(String file, JdbcDeclaration source, Notices notices) {
    this.file = file;
    this.source = source;
    this.notices = notices;
  }

  Mark of(Cursor cursor, PostgresRelation relation) {
    ChosenColumns.requireKnown(file, "cursor", List.of(cursor.column()), relation.all().keySet());
    String declared = String.valueOf(relation.all().get(cursor.column()));
    ValueType type = ValueType.ofPostgres(declared);
    return switch (cursor.mark()) {
      case TIME -> new TimeMark(source, column(cursor, relation), notices);
      case OVERLAP -> new OverlapMark(column(cursor, relation));
      case SEQUENCE -> {
        require(
            type == ValueType.INTEGER || type == ValueType.BIGINT,
            cursor,
            declared,
            "smallint, integer or bigint");
        yield new SequenceMark(source, relation, cursor.column(), notices);
      }
      case XID8 -> {
        require(declared.equals("xid8"), cursor, declared, "xid8");
        yield new XidMark(cursor.column(), notices);
      }
    };
  }

  /** The column of a cursor of time. */
  TimeColumn column(Cursor cursor, PostgresRelation relation) {
    ChosenColumns.requireKnown(file, "cursor", List.of(cursor.column()), relation.all().keySet());
    String declared = String.valueOf(relation.all().get(cursor.column()));
    ValueType type = ValueType.ofPostgres(declared);
    require(
        type == ValueType.TIMESTAMP || type == ValueType.TIMESTAMPTZ,
        cursor,
        declared,
        "timestamptz or timestamp");
    return new TimeColumn(cursor, type);
  }

  /** Whether an instant is not after a mark. */
  static boolean isBefore(Connection connection, Instant instant, @Nullable String mark)
      throws SQLException {
    return mark != null
        && "t"
            .equals(
                PostgresSession.value(
                    connection,
                    "select '"
                        + instant
                        + "'::timestamptz <= "
                        + Sql.text(mark)
                        + "::timestamptz"));
  }

  private void require(boolean fits, Cursor cursor, String declared, String expected) {
    if (!fits) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          file
              + ": source.jdbc.cursor names the column "
              + cursor.column()
              + " of type "
              + declared
              + "; expected "
              + expected
              + " for a cursor of type "
              + cursor.mark().name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  /** Fails if a row would be in no slice. */
  void requireFilled(Connection connection, Cursor cursor, PostgresRelation relation)
      throws SQLException {
    String table = source.extent().table();
    if (table != null && isNeverNull(connection, table, cursor)) {
      return;
    }
    String column = Sql.name(cursor.column());
    if ("t"
        .equals(
            PostgresSession.value(
                connection,
                "select exists (select from "
                    + relation.from()
                    + " where "
                    + column
                    + " is null)"))) {
      throw new TowpathException(
          ExitCode.SOURCE,
          "source "
              + source.database().place()
              + ": "
              + cursor.column()
              + " is null in some rows, which would be in no slice; make the column not null, or"
              + " leave them out in source.jdbc.query");
    }
  }

  private static boolean isNeverNull(Connection connection, String table, Cursor cursor)
      throws SQLException {
    return "t"
        .equals(
            PostgresSession.value(
                connection,
                "select attnotnull from pg_attribute where attrelid = "
                    + Sql.text(Sql.qualified(table))
                    + "::regclass and attname = "
                    + Sql.text(cursor.column())));
  }
}
