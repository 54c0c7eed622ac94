package io.towpath.io.postgres;

import io.towpath.core.Check;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Keeps what the audit of a run found. */
public final class CheckResults {

  private CheckResults() {}

  /**
   * Outcome of one check.
   *
   * @param value what the check's expression gave, null if it gave null
   * @param expectation operator and bounds in words
   */
  public record Result(
      String id,
      String description,
      String dimension,
      Check.Severity severity,
      @Nullable BigDecimal value,
      String expectation,
      boolean passed) {}

  /** Writes the results of a run; those of an earlier audit of the same run are replaced. */
  public static void save(Connection connection, String run, List<Result> results)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into towpath.check_result (run, check_id, description, dimension, severity,"
                + " value, expectation, passed) values (?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (run, check_id) do update set value = excluded.value,"
                + " expectation = excluded.expectation, passed = excluded.passed")) {
      for (Result result : results) {
        statement.setString(1, run);
        statement.setString(2, result.id());
        statement.setString(3, result.description());
        statement.setString(4, result.dimension());
        statement.setString(5, result.severity().name().toLowerCase(Locale.ROOT));
        statement.setBigDecimal(6, result.value());
        statement.setString(7, result.expectation());
        statement.setBoolean(8, result.passed());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** The results of a run, those that did not pass first. */
  public static List<Result> of(WarehouseAddress address, String run) {
    return Warehouse.call(address, run, Role.LOADER, connection -> read(connection, run));
  }

  private static List<Result> read(Connection connection, String run) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select * from towpath.check_result where run = ? order by passed, check_id")) {
      statement.setString(1, run);
      try (ResultSet row = statement.executeQuery()) {
        List<Result> results = new ArrayList<>();
        while (row.next()) {
          results.add(
              new Result(
                  row.getString("check_id"),
                  row.getString("description"),
                  row.getString("dimension"),
                  Check.Severity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                  row.getBigDecimal("value"),
                  row.getString("expectation"),
                  row.getBoolean("passed")));
        }
        return results;
      }
    }
  }
}
