package io.towpath.io.jdbc;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.ByteConverter;

/**
 * Reads the binary form of COPY (PostgreSQL documentation, COPY, "Binary Format") row by row. The
 * server sends about a row a message; a row is held.
 */
final class CopyRows {
  private static final int SIGNATURE = 11;
  private static final int FLAGS = 4;
  private static final int LENGTH = 4;
  private static final int END = -1;

  private final CopyOut copy;
  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /** Begins to read, behind the header. */
  CopyRows(CopyOut copy) throws SQLException {
    this.copy = copy;
    require(SIGNATURE + FLAGS + LENGTH);
    int extension = ByteConverter.int4(bytes, SIGNATURE + FLAGS);
    at = SIGNATURE + FLAGS + LENGTH;
    require(extension);
    at += extension;
  }

  /** Encodes the next row; false after the last. */
  boolean next(List<SourceColumn> columns, AvroBuffer out) throws SQLException {
    require(2);
    int fields = ByteConverter.int2(bytes, at);
    at += 2;
    if (fields == END) {
      finish();
      return false;
    }
    if (fields != columns.size()) {
      throw new SQLException(
          "a row of " + fields + " columns, expected " + columns.size(), "08P01");
    }
    out.clear();
    for (SourceColumn column : columns) {
      require(LENGTH);
      int length = ByteConverter.int4(bytes, at);
      at += LENGTH;
      if (length < 0) {
        PostgresValue.writeNull(out);
      } else {
        require(length);
        PostgresValue.write(column, bytes, at, length, out);
        at += length;
      }
    }
    return true;
  }

  /** Reads on to what the server says at the end. */
  private void finish() throws SQLException {
    byte[] more = copy.readFromCopy();
    while (more != null) {
      more = copy.readFromCopy();
    }
  }

  private void require(int count) throws SQLException {
    while (end - at < count) {
      byte[] more = copy.readFromCopy();
      if (more == null) {
        throw new SQLException("the copy ended within a row", "08006");
      }
      if (at == end) {
        bytes = more;
      } else {
        byte[] both = Arrays.copyOfRange(bytes, at, end + more.length);
        System.arraycopy(more, 0, both, end - at, more.length);
        bytes = both;
      }
      at = 0;
      end = bytes.length;
    }
  }
}
