package io.towpath.io.postgres;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.sql.SQLException;

/** Puts an error of the warehouse into one line that says what to do. */
final class WarehouseFailure {

  private WarehouseFailure() {}

  static TowpathException of(WarehouseAddress address, String user, SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String advice = advice(state, user);
    return new TowpathException(
        ExitCode.WAREHOUSE,
        "warehouse " + address.place() + ": " + advice + detail(error, state),
        error);
  }

  private static String advice(String state, String user) {
    return switch (state) {
      case "28P01", "28000", "08004" ->
          "the server refused to let " + user + " in; check user, password and pg_hba.conf";
      case "3D000" -> "the database does not exist; create it or correct the url";
      case "42501" ->
          user + " lacks a right; grant it the role towpath_loader, or run as one that has it";
      case "53300" -> "all connections are taken; run again later or raise the limit";
      case "53100" -> "the server's disk is full; make room and run again";
      case "25006" -> "the server is a read-only standby; name the primary in the url";
      case "42P01", "3F000" -> "a table or schema is missing; run 'towpath migrate'";
      case "57P03" -> "the server is starting up or shutting down; run again";
      default ->
          state.startsWith("08")
              ? "the server cannot be reached; check host, port and network"
              : "the statement failed";
    };
  }

  /** The server's own first line: names, never values, which it puts into the detail. */
  private static String detail(SQLException error, String state) {
    if (state.startsWith("22") || state.startsWith("23") || error.getMessage() == null) {
      return " (SQLSTATE " + state + ")";
    }
    return " (SQLSTATE " + state + ": " + error.getMessage().lines().findFirst().orElse("") + ")";
  }
}
