package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.source.Notices;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** Gives the mark that a feed's cursor asks for, if the database and its column fit. */
final class DriverMarks {
  private final String file;
  private final DriverRelation relation;
  private final Notices notices;

  DriverMarks(String file, DriverRelation relation, Notices notices) {
    this.file = file;
    this.relation = relation;
    this.notices = notices;
  }

  Mark of(Cursor cursor) {
    return switch (cursor.mark()) {
      case TIME -> {
        if (!DriverSession.isMysql(relation.source())) {
          throw refused(cursor, "needs PostgreSQL, MySQL or MariaDB; expected overlap");
        }
        yield new MysqlTimeMark(relation.source(), column(cursor), notices);
      }
      case OVERLAP -> new DriverOverlapMark(relation, column(cursor));
      case SEQUENCE, XID8 -> throw refused(cursor, "needs PostgreSQL; expected overlap");
    };
  }

  private TowpathException refused(Cursor cursor, String why) {
    return new TowpathException(
        ExitCode.CONFIGURATION,
        file
            + ": source.jdbc.cursor of type "
            + cursor.mark().name().toLowerCase(Locale.ROOT)
            + " "
            + why);
  }

  InstantColumn column(Cursor cursor) {
    ChosenColumns.requireKnown(file, "cursor", List.of(cursor.column()), relation.names());
    SourceColumn column = relation.column(cursor.column()).orElseThrow();
    boolean isMysql = DriverSession.isMysql(relation.source());
    boolean fits = column.type() == ValueType.TIMESTAMP || column.type() == ValueType.TIMESTAMPTZ;
    if (!isMysql && isZoned(column.declared())) {
      fits = false; // standard SQL has no literal for it that all databases take
    }
    if (!fits) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          file
              + ": source.jdbc.cursor names the column "
              + cursor.column()
              + " of type "
              + column.declared()
              + "; expected "
              + (isMysql ? "datetime or timestamp" : "timestamp without time zone"));
    }
    return InstantColumn.of(cursor, isMysql ? column.type() : ValueType.TIMESTAMP);
  }

  private static boolean isZoned(String declared) {
    String name = declared.toLowerCase(Locale.ROOT);
    return name.equals("timestamptz") || name.endsWith("with time zone");
  }

  /** Fails if a row would be in no slice. */
  void requireFilled(Connection connection, Cursor cursor) throws SQLException {
    if (relation.isFilled(cursor.column())) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.setMaxRows(1);
      try (ResultSet row =
          statement.executeQuery(
              "select 1 from "
                  + relation.from()
                  + " where "
                  + Sql.name(cursor.column())
                  + " is null")) {
        if (row.next()) {
          throw nullFound(cursor);
        }
      }
    }
  }

  private TowpathException nullFound(Cursor cursor) {
    return new TowpathException(
        ExitCode.SOURCE,
        "source "
            + relation.source().database().place()
            + ": "
            + cursor.column()
            + " is null in some rows, which would be in no slice; make the column not null, or"
            + " leave them out in source.jdbc.query");
  }
}
