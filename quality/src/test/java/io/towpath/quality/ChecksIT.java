package io.towpath.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Contract;
import io.towpath.contract.Field.Constraints;
import io.towpath.core.Check;
import io.towpath.quality.Contracts.Metric;
import io.towpath.testing.EmbeddedPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ChecksIT {
  private static final String WEIRD = "we\"ird'; drop table t; --";

  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @BeforeAll
  static void fillTable() throws SQLException {
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create table t (a text, n integer, m numeric(9,2), "we""ird'; drop table t; --" text);
          insert into t values
            ('x', 1, 1.00, 'a''b'), ('x', 1, 2.50, '\\'), ('y', 2, null, null), (null, null, 1, 'ok'),
            (null, 3, 3, 'ok'), ('N/A', 4, 4, 'ok'), ('', 5, 5, 'ok'), ('x', 1, 6, 'ok')
          """);
    }
  }

  private static Check check(Metric metric) {
    Contract contract =
        Contracts.aContract()
            .column("a", Kind.TEXT)
            .column("n", Kind.INTEGER)
            .column("m", ColumnType.numeric(9, 2), Constraints.none())
            .column(WEIRD, Kind.TEXT)
            .quality(metric)
            .build();
    return Checks.of(contract).get(0);
  }

  /** Some bound other than 0 makes it a check of the table rather than a rule of its rows. */
  private static BigDecimal measure(Metric metric) throws SQLException {
    return run(check(metric.mustBe("1")), "t");
  }

  private static BigDecimal run(Check check, String relation) throws SQLException {
    String sql = check.sql().replace("{object}", relation);
    String query = sql.startsWith("(") ? "select " + sql : "select " + sql + " from " + relation;
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getBigDecimal(1);
    }
  }

  @Test
  void countsRowsAndNulls() throws SQLException {
    assertThat(measure(Metric.of(null, "rowCount"))).isEqualByComparingTo("8");
    assertThat(measure(Metric.of("a", "nullValues"))).isEqualByComparingTo("2");
    assertThat(measure(Metric.of("a", "nullValues").inPercent())).isEqualByComparingTo("25");
  }

  @Test
  void countsNullAndTheWordsForItAsMissing() throws SQLException {
    assertThat(measure(Metric.of("a", "missingValues").missing("N/A", "")))
        .isEqualByComparingTo("4");
    assertThat(measure(Metric.of("n", "missingValues").missing("N/A", "5.0")))
        .isEqualByComparingTo("2");
    assertThat(measure(Metric.of("n", "missingValues").missing("N/A"))).isEqualByComparingTo("1");
  }

  @Test
  void neverCountsNullAsInvalid() throws SQLException {
    assertThat(measure(Metric.of("a", "invalidValues").valid("x", "y"))).isEqualByComparingTo("2");
    assertThat(measure(Metric.of("a", "invalidValues").pattern("^[xy]$")))
        .isEqualByComparingTo("2");
    assertThat(measure(Metric.of("a", "invalidValues").valid("x", "").pattern("^[xy]$")))
        .isEqualByComparingTo("3");
    assertThat(measure(Metric.of("m", "invalidValues").valid("1", "2.5").inPercent()))
        .isEqualByComparingTo("50");
    assertThat(measure(Metric.of("n", "invalidValues").valid("none"))).isEqualByComparingTo("7");
  }

  @Test
  void countsKeysThatComeTwiceNotTheirRows() throws SQLException {
    assertThat(measure(Metric.of("a", "duplicateValues"))).isEqualByComparingTo("1");
    assertThat(measure(Metric.of(null, "duplicateValues").over("a", "n")))
        .isEqualByComparingTo("1");
    assertThat(measure(Metric.of(null, "duplicateValues").over("a", "m")))
        .isEqualByComparingTo("0");
  }

  @Test
  void asksTheUsersQueryAsItIs() throws SQLException {
    assertThat(measure(Metric.sql("SELECT max(n) FROM {object} -- the greatest")))
        .isEqualByComparingTo("5");
  }

  @Test
  void findsNothingBrokenInAnEmptyTable() throws SQLException {
    Check check = check(Metric.of("a", "nullValues").inPercent().mustBe("1"));

    assertThat(run(check, "(select * from t where false) as t")).isEqualByComparingTo("0");
  }

  @Test
  @DisplayName("F60 SQL in identifiers and values")
  void f60_quotesNamesAndValues() throws SQLException {
    assertThat(measure(Metric.of(WEIRD, "nullValues"))).isEqualByComparingTo("1");
    assertThat(measure(Metric.of(WEIRD, "invalidValues").valid("ok", "a'b")))
        .isEqualByComparingTo("1");
    assertThat(measure(Metric.of(WEIRD, "invalidValues").valid("ok", "a'b", "\\")))
        .isEqualByComparingTo("0");
    assertThat(measure(Metric.of(WEIRD, "invalidValues").pattern("^[a-z']+$")))
        .isEqualByComparingTo("1");
    assertThat(measure(Metric.of(WEIRD, "missingValues").missing("'); drop table t; --")))
        .isEqualByComparingTo("1");
    assertThat(measure(Metric.of(WEIRD, "duplicateValues"))).isEqualByComparingTo("1");
  }

  @Test
  void describesACheckThatHasNoWordsOfItsOwn() {
    assertThat(check(Metric.of("a", "nullValues").inPercent().mustBe("2.50")).description())
        .isEqualTo("nullValues of a must be 2.50 percent");
    assertThat(check(Metric.of(null, "rowCount").mustBe("3")).description())
        .isEqualTo("rowCount must be 3");
  }
}
