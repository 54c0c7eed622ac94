package io.towpath.io.postgres.publish;

import io.towpath.core.Check;
import io.towpath.io.postgres.CheckResults.Result;
import io.towpath.io.postgres.SqlStates;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges a relation by all checks at once: one SELECT, so one scan for all aggregates. A check that
 * gives null has not passed, and neither has one that the server cannot compute.
 */
final class Audit {
  private final Connection connection;
  private final String relation;

  /** An audit within the connection's transaction. */
  Audit(Connection connection, String relation) {
    this.connection = connection;
    this.relation = relation;
  }

  /**
   * What was found.
   *
   * @param rows rows of the relation
   * @param results one per check
   */
  record Findings(long rows, List<Result> results) {

    /** Errors that did not pass, in words; empty if the run may be published. */
    List<String> objections() {
      return results.stream()
          .filter(result -> !result.passed() && result.severity() == Check.Severity.ERROR)
          .map(
              result ->
                  result.id()
                      + " found "
                      + (result.value() == null ? "nothing" : result.value().toPlainString())
                      + ", expected: "
                      + result.expectation())
          .toList();
    }
  }

  Findings judge(List<Check> checks) throws SQLException {
    sortToGroup();
    Savepoint before = connection.setSavepoint();
    try {
      Findings findings = select(checks);
      connection.releaseSavepoint(before);
      return findings;
    } catch (SQLException e) {
      if (!isOfTheQuery(e)) {
        throw e;
      }
      connection.rollback(before);
    }
    List<Result> results = new ArrayList<>();
    for (Check check : checks) {
      results.add(judgeAlone(check));
    }
    return new Findings(select(List.of()).rows(), results);
  }

  /**
   * A search for duplicates makes nearly as many groups as there are rows, which the planner cannot
   * foresee in a table that is new: sorting then takes a third of hashing's time.
   */
  private void sortToGroup() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local enable_hashagg = off");
    }
  }

  private Result judgeAlone(Check check) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      Result result = select(List.of(check)).results().get(0);
      connection.releaseSavepoint(before);
      return result;
    } catch (SQLException e) {
      if (!isOfTheQuery(e)) {
        throw e;
      }
      connection.rollback(before);
      String why = " (its SQL failed with SQLSTATE " + SqlStates.stateOf(e) + ")";
      return result(check, null, expectation(check) + why, false);
    }
  }

  /** Data exceptions such as a division by zero, and statements that are wrong. */
  private static boolean isOfTheQuery(SQLException error) {
    String state = SqlStates.stateOf(error);
    return SqlStates.isDataError(error)
        || (state != null && state.startsWith("42") && !"42501".equals(state));
  }

  private Findings select(List<Check> checks) throws SQLException {
    String terms =
        checks.stream()
            .map(check -> ",\n  (" + check.sql().replace("{object}", relation) + ")::numeric")
            .collect(Collectors.joining());
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*)" + terms + "\nfrom " + relation)) {
      row.next();
      List<Result> results = new ArrayList<>();
      for (int i = 0; i < checks.size(); i++) {
        BigDecimal value = row.getBigDecimal(i + 2);
        Check check = checks.get(i);
        results.add(result(check, value, expectation(check), passes(check, value)));
      }
      return new Findings(row.getLong(1), results);
    }
  }

  private static Result result(
      Check check, @Nullable BigDecimal value, String expectation, boolean passed) {
    return new Result(
        check.id(),
        check.description(),
        check.dimension(),
        check.severity(),
        value,
        expectation,
        passed);
  }

  private static boolean passes(Check check, @Nullable BigDecimal value) {
    if (value == null) {
      return false;
    }
    int order = value.compareTo(check.bounds().get(0));
    return switch (check.operator()) {
      case MUST_BE -> order == 0;
      case MUST_NOT_BE -> order != 0;
      case MUST_BE_GREATER_THAN -> order > 0;
      case MUST_BE_GREATER_OR_EQUAL_TO -> order >= 0;
      case MUST_BE_LESS_THAN -> order < 0;
      case MUST_BE_LESS_OR_EQUAL_TO -> order <= 0;
      case MUST_BE_BETWEEN -> isBetween(check, value);
      case MUST_NOT_BE_BETWEEN -> !isBetween(check, value);
    };
  }

  private static boolean isBetween(Check check, BigDecimal value) {
    return value.compareTo(check.bounds().get(0)) >= 0
        && value.compareTo(check.bounds().get(1)) <= 0;
  }

  private static String expectation(Check check) {
    String bound = check.bounds().get(0).toPlainString();
    return switch (check.operator()) {
      case MUST_BE -> bound;
      case MUST_NOT_BE -> "anything but " + bound;
      case MUST_BE_GREATER_THAN -> "more than " + bound;
      case MUST_BE_GREATER_OR_EQUAL_TO -> "at least " + bound;
      case MUST_BE_LESS_THAN -> "less than " + bound;
      case MUST_BE_LESS_OR_EQUAL_TO -> "at most " + bound;
      case MUST_BE_BETWEEN -> bound + " to " + check.bounds().get(1).toPlainString();
      case MUST_NOT_BE_BETWEEN ->
          "anything but " + bound + " to " + check.bounds().get(1).toPlainString();
    };
  }
}
