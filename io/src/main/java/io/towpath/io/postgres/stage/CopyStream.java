package io.towpath.io.postgres.stage;

import io.towpath.core.ByteAppender;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends tuples by COPY BINARY in large messages; one that is not finished leaves no rows. */
final class CopyStream implements AutoCloseable {
  private static final int MESSAGE_BYTES = 256 << 10;

  private final CopyIn copy;
  private final ByteAppender buffer = new ByteAppender(MESSAGE_BYTES + (16 << 10));

  private CopyStream(CopyIn copy) {
    this.copy = copy;
    buffer.putBytes(CopyBinary.HEADER, 0, CopyBinary.HEADER.length);
  }

  /** Begins a COPY into some columns of a relation. */
  static CopyStream into(Connection connection, String relation, String columns)
      throws SQLException {
    return new CopyStream(
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy " + relation + " (" + columns + ") from stdin (format binary)"));
  }

  /** Where a tuple can be written to; {@link #next()} follows. */
  ByteAppender buffer() {
    return buffer;
  }

  /** Sends what has come together if it is enough. */
  void next() throws SQLException {
    if (buffer.size() >= MESSAGE_BYTES) {
      flush();
    }
  }

  /** Ends the COPY and returns how many rows it took. */
  long finish() throws SQLException {
    buffer.putBytes(CopyBinary.TRAILER, 0, CopyBinary.TRAILER.length);
    flush();
    return copy.endCopy();
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer.bytes(), 0, buffer.size());
    buffer.clear();
  }

  /** Cancels the COPY unless it has ended. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
