package io.towpath.io.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** Sends a text to PostgreSQL as a COPY reads it. */
public final class CopyStream {

  private CopyStream() {}

  /**
   * Copies rows into a table.
   *
   * @param copy statement {@code copy … from stdin}
   * @return how many rows
   */
  public static long send(Connection connection, String copy, InputStream rows)
      throws SQLException, IOException {
    return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, rows);
  }
}
