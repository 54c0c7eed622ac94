package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.SqlRetry;
import io.towpath.io.source.AvroPart;
import io.towpath.io.source.PartPlace;
import io.towpath.io.source.SplitReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads one statement's rows by COPY.
 *
 * <p><b>Bounded</b>: a row and a block of the part are held. <b>Guarantee</b>: the rows are those
 * of the plan's snapshot, as many as the server counted. <b>Parallelism</b>: one connection.
 * <b>Failures</b>: transient ones are retried here, from the split's beginning; what remains has
 * exit code {@code SOURCE}.
 *
 * @param snapshot exported by the driver, which holds it open
 * @param name of what is read, for the part
 * @param read when the snapshot was taken, by the source's clock
 */
record PostgresSplit(
    JdbcDeclaration source,
    String select,
    List<SourceColumn> columns,
    String snapshot,
    String name,
    Instant read)
    implements SplitReader {
  private static final int RETRIES = 8;

  @Override
  public Manifest.Part land(PartPlace place) {
    try {
      return SqlRetry.times(RETRIES).get(() -> attempt(place));
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }

  private Manifest.Part attempt(PartPlace place) throws SQLException {
    try (Connection connection = PostgresSession.open(source);
        AvroPart part = AvroPart.begin(place, name, SourceColumn.schema(columns))) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("begin isolation level repeatable read, read only");
        statement.execute("set transaction snapshot " + Sql.text(snapshot));
      }
      copy(connection, part, place.isSample() ? limited(place.most()) : select);
      return part.commit(source.database().place() + "#" + name, read);
    }
  }

  private String limited(int rows) {
    return "select * from (" + select + ") as sample limit " + rows;
  }

  private void copy(Connection connection, AvroPart part, String query) throws SQLException {
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy (" + query + ") to stdout (format binary)");
    CopyRows rows = new CopyRows(copy);
    AvroBuffer row = new AvroBuffer();
    while (rows.next(columns, row)) {
      part.appendEncoded(row.record());
    }
    if (copy.getHandledRowCount() != part.records()) {
      throw new TowpathException(
          ExitCode.BUG,
          "the server counted "
              + copy.getHandledRowCount()
              + " rows of "
              + name
              + ", "
              + part.records()
              + " were written");
    }
  }
}
