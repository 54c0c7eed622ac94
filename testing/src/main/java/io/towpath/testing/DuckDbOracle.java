package io.towpath.testing;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Computes expected tables from the same raw files by another engine: DuckDB, in memory. */
public final class DuckDbOracle {

  private DuckDbOracle() {}

  /** Rows of a query as texts, null as {@code null}. */
  public static List<List<String>> rows(String query) {
    try {
      return Rows.of(DriverManager.getConnection("jdbc:duckdb:"), query);
    } catch (SQLException e) {
      throw new IllegalStateException("the oracle did not start", e);
    }
  }
}
