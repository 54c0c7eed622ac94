package io.towpath.io.postgres;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells errors that pass by themselves from those that stay. */
public final class SqlStates {
  /** Serialization failure, deadlock, lock timeout, shutdown, restart, too many, standby. */
  private static final Set<String> TRANSIENT =
      Set.of("40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300", "25006");

  /**
   * The server, or the driver for it, refused to log in: no connection failure, despite its class.
   */
  private static final String REFUSED = "08004";

  private SqlStates() {}

  /** Whether trying again may help: the SQLSTATEs above and connection failures (08xxx). */
  public static boolean isTransient(@Nullable Throwable error) {
    String state = stateOf(error);
    return state != null
        && (TRANSIENT.contains(state) || (state.startsWith("08") && !state.equals(REFUSED)));
  }

  /** Whether the rows are to blame: data exceptions (22xxx) and broken constraints (23xxx). */
  public static boolean isDataError(@Nullable Throwable error) {
    String state = stateOf(error);
    return state != null && (state.startsWith("22") || state.startsWith("23"));
  }

  /** The SQLSTATE of the error or of the nearest cause that has one, null if none has. */
  public static @Nullable String stateOf(@Nullable Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return null;
  }
}
