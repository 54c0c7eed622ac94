package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.core.Manifest;
import io.towpath.io.postgres.SqlRetry;
import io.towpath.io.source.AvroPart;
import io.towpath.io.source.PartPlace;
import io.towpath.io.source.SplitReader;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Reads one statement's rows by a driver.
 *
 * <p><b>Bounded</b>: as many rows are held as the fetch size says, if the driver keeps to it.
 * <b>Guarantee</b>: the rows are those of one statement. <b>Parallelism</b>: one connection.
 * <b>Failures</b>: transient ones are retried here, from the split's beginning; what remains has
 * exit code {@code SOURCE}.
 *
 * @param bounds values of the statement's parameters
 * @param name of what is read, for the part
 */
record DriverSplit(
    JdbcDeclaration source,
    String select,
    List<? extends Serializable> bounds,
    List<SourceColumn> columns,
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
    try (Connection connection = DriverSession.open(source);
        PreparedStatement statement = connection.prepareStatement(select);
        AvroPart part = AvroPart.begin(place, name, SourceColumn.schema(columns))) {
      DriverSession.limit(statement, source);
      if (place.isSample()) {
        statement.setMaxRows(place.most());
      }
      for (int i = 0; i < bounds.size(); i++) {
        statement.setObject(i + 1, bounds.get(i));
      }
      try (ResultSet row = statement.executeQuery()) {
        copy(row, part);
      }
      return part.commit(source.database().place() + "#" + name, read);
    }
  }

  private void copy(ResultSet row, AvroPart part) throws SQLException {
    AvroBuffer record = new AvroBuffer();
    while (row.next()) {
      record.clear();
      for (int i = 0; i < columns.size(); i++) {
        DriverValue.write(columns.get(i), row, i + 1, record);
      }
      part.appendEncoded(record.record());
    }
  }
}
