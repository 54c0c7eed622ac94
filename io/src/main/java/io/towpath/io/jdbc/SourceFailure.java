package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.SqlStates;
import java.sql.SQLException;

/** Puts an error of a source database into one line that says what to do. */
final class SourceFailure {
  private SourceFailure() {}

  static TowpathException of(JdbcDeclaration source, SQLException error) {
    String state = String.valueOf(SqlStates.stateOf(error));
    return new TowpathException(
        ExitCode.SOURCE,
        "source "
            + source.database().place()
            + ": "
            + advice(state)
            + " (SQLSTATE "
            + state
            + detail(error, state)
            + ")",
        error);
  }

  private static String advice(String state) {
    return switch (state) {
      case "28P01", "28000", "08004" ->
          "the server refused the login; check source.jdbc.user, password and pg_hba.conf";
      case "3D000" -> "the database does not exist; correct source.jdbc.url";
      case "42501" -> "the user lacks a right; grant select on what source.jdbc names";
      case "42P01", "3F000", "42S02" -> "a table or schema is missing; correct source.jdbc";
      case "42703", "42S22" -> "a column is missing; correct source.jdbc";
      case "42601" -> "source.jdbc.query is no select that can be wrapped";
      case "57014" ->
          "a statement ran longer than source.jdbc.statementTimeout; raise it, or give the"
              + " database an index or more connections to read with";
      case "55P03" ->
          "a lock was waited for longer than source.jdbc.lockTimeout; run again when the table is"
              + " not being changed";
      case "25006" -> "the query writes, and sources are only read; take the writing out";
      case "22023", "42704", "0B000" ->
          "the snapshot has ended, since the session that held it has; run again";
      case "53300" ->
          "all connections are taken; run again later, or lower source.jdbc.connections";
      default ->
          state.startsWith("08") || state.startsWith("57P")
              ? "the server cannot be reached; check host, port and network"
              : "the statement failed";
    };
  }

  /** The server's own first line, without values of rows, which data errors may quote. */
  private static String detail(SQLException error, String state) {
    if (state.startsWith("22") || state.startsWith("23") || error.getMessage() == null) {
      return "";
    }
    return ": " + error.getMessage().lines().findFirst().orElse("");
  }
}
