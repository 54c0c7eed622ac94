package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Mark;
import io.towpath.io.source.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at what reading a database needs: rights, a cursor with an index, and how far it came. */
final class PostgresExamination {
  private final Connection connection;
  private final JdbcDeclaration source;
  private final PostgresRelation relation;

  PostgresExamination(Connection connection, JdbcDeclaration source, PostgresRelation relation) {
    this.connection = connection;
    this.source = source;
    this.relation = relation;
  }

  List<Finding> findings(@Nullable String from) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.good(
            "",
            value(
                "select 'PostgreSQL ' || current_setting('server_version') || ' as ' ||"
                    + " current_user")));
    // Where a right is missing the server says so, and names what it is missing on.
    String unused = value("select count(*) from (select from " + relation.from() + " limit 1) r");
    findings.add(
        Finding.good("columns", relation.columns().size() + " of " + relation.all().size()));
    Cursor cursor = source.cursor();
    if (cursor != null) {
      boolean indexed = isIndexed(cursor.column());
      findings.add(index(cursor, indexed));
      if (indexed && cursor.mark() != Mark.XID8) {
        findings.add(progress(cursor, from));
      }
    }
    return findings;
  }

  private Finding index(Cursor cursor, boolean indexed) {
    if (indexed) {
      return Finding.good("cursor " + cursor.column(), "has an index");
    }
    return Finding.slow(
        "cursor " + cursor.column(),
        "no index begins with it, so that each batch scans the table",
        "create an index on it at the source");
  }

  private boolean isIndexed(String column) throws SQLException {
    String table = source.extent().table();
    return table != null
        && "t"
            .equals(
                value(
                    "select exists (select from pg_index i join pg_attribute a on a.attrelid ="
                        + " i.indrelid and a.attnum = i.indkey[0] where i.indisvalid and i.indpred"
                        + " is null and i.indrelid = "
                        + Sql.text(Sql.qualified(table))
                        + "::regclass and a.attname = "
                        + Sql.text(column)
                        + ")"));
  }

  private Finding progress(Cursor cursor, @Nullable String from) throws SQLException {
    String newest =
        value("select max(" + Sql.name(cursor.column()) + ")::text from " + relation.from());
    return Finding.good(
        "progress",
        (from == null ? "nothing was landed" : "landed up to " + from)
            + (newest.isEmpty() ? "; the table is empty" : "; the newest row is of " + newest));
  }

  private String value(String sql) throws SQLException {
    String value = PostgresSession.value(connection, sql);
    return value == null ? "" : value;
  }
}
