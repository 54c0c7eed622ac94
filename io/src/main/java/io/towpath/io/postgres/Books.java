package io.towpath.io.postgres;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Asks the warehouse whether every record of a run is accounted for. */
public final class Books {

  private Books() {}

  /**
   * One term of a run's book.
   *
   * @param expected what the plan or the producers say
   * @param found what the consumers wrote
   * @param detail what the term means, and the first offender where it does not hold
   */
  public record Term(
      String name, BigDecimal expected, BigDecimal found, boolean holds, String detail) {}

  /** Whether all terms hold; for use within the publishing transaction. */
  public static boolean balance(Connection connection, String run) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select towpath.books(?)")) {
      statement.setString(1, run);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** All terms, those that do not hold first. */
  public static List<Term> report(WarehouseAddress address, String run) {
    return Warehouse.call(address, run, Role.LOADER, connection -> report(connection, run));
  }

  private static List<Term> report(Connection connection, String run) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select term, expected, found, holds, detail from towpath.books_report(?)"
                + " order by holds")) {
      statement.setString(1, run);
      try (ResultSet row = statement.executeQuery()) {
        List<Term> terms = new ArrayList<>();
        while (row.next()) {
          terms.add(
              new Term(
                  row.getString(1),
                  row.getBigDecimal(2),
                  row.getBigDecimal(3),
                  row.getBoolean(4),
                  row.getString(5)));
        }
        return terms;
      }
    }
  }
}
