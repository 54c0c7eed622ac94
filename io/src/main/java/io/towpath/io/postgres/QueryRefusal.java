package io.towpath.io.postgres;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Tells a user who asked the warehouse something what is wrong with the question. */
final class QueryRefusal {
  private static final String DATA_EXCEPTION = "22";

  private QueryRefusal() {}

  static TowpathException of(WarehouseAddress address, SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String advice = advice(state);
    if (advice == null) {
      return Warehouse.failure(address, error);
    }
    ExitCode code = "42501".equals(state) ? ExitCode.WAREHOUSE : ExitCode.CONFIGURATION;
    return new TowpathException(code, "query: " + said(error) + "; " + advice, error);
  }

  /** Null where the question is not to blame. */
  private static @Nullable String advice(String state) {
    return switch (state) {
      case "42501" ->
          "readers see published tables and the views towpath.run_summary, towpath.reject_summary,"
              + " towpath.freshness and towpath.pipeline_health; 'towpath rejects' and 'towpath"
              + " show' tell more";
      case "25006", "02000", "0100E" -> "expected one statement that reads, such as select";
      case "42P01", "3F000" ->
          "'towpath compile FEED --to ddl' shows the name of a feed's table, which its first run"
              + " makes; 'towpath migrate' makes the ledger's views";
      default ->
          state.startsWith("42") || state.startsWith(DATA_EXCEPTION) ? "mend the query" : null;
    };
  }

  /** The server's words about the text of the query: names, not values. */
  private static String said(SQLException error) {
    ServerErrorMessage message =
        error instanceof PSQLException known ? known.getServerErrorMessage() : null;
    if (message == null) {
      return String.valueOf(error.getMessage())
          .lines()
          .findFirst()
          .orElse("")
          .replaceFirst("[.]$", "");
    }
    String place = message.getPosition() > 0 ? " at character " + message.getPosition() : "";
    String hint = message.getHint() == null ? "" : ". " + message.getHint();
    return names(message) + place + hint;
  }

  /** A data exception may end with the value that it is about. */
  private static String names(ServerErrorMessage message) {
    String said = String.valueOf(message.getMessage());
    return String.valueOf(message.getSQLState()).startsWith(DATA_EXCEPTION)
        ? said.replaceFirst("(?s): \".*", "")
        : said;
  }
}
