package io.towpath.quality;

import io.towpath.contract.Contract;
import io.towpath.contract.Contract.Quality;
import io.towpath.core.Check;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Compiles the quality rules of a contract that judge the table. Their SQL is PostgreSQL's, with
 * every name and every value quoted; the queries of the user's are taken as they are. Null is
 * missing but never invalid, and duplicates count keys, not rows.
 */
public final class Checks {
  private Checks() {}

  /** The checks in the order of the contract. Rules that judge each row are not among them. */
  public static List<Check> of(Contract contract) {
    return contract.quality().stream()
        .filter(rule -> !rule.judgesRows())
        .map(rule -> check(contract, rule))
        .toList();
  }

  private static Check check(Contract contract, Quality rule) {
    return new Check(
        rule.id(),
        rule.description().isEmpty() ? words(rule) : rule.description(),
        rule.dimension(),
        rule.severity(),
        sql(contract, rule),
        rule.operator(),
        rule.bounds(),
        rule.place());
  }

  private static String sql(Contract contract, Quality rule) {
    String metric = rule.metric();
    if (metric == null) {
      // The line break ends a comment that the query may end with.
      return "(" + Objects.requireNonNull(rule.query()) + "\n)";
    }
    return switch (metric) {
      case "rowCount" -> "count(*)";
      case "duplicateValues" -> SqlText.duplicates(keys(rule));
      case "nullValues" -> counted(rule, SqlText.isNull(column(rule)));
      case "missingValues" ->
          counted(rule, SqlText.isMissing(field(contract, rule), rule.missingValues()));
      case "invalidValues" ->
          counted(
              rule, SqlText.isInvalid(field(contract, rule), rule.validValues(), rule.pattern()));
      default -> throw new IllegalArgumentException("no metric " + metric);
    };
  }

  private static String counted(Quality rule, String condition) {
    return rule.percent() ? SqlText.percent(condition) : SqlText.rows(condition);
  }

  private static io.towpath.contract.Field field(Contract contract, Quality rule) {
    return contract.field(column(rule)).orElseThrow();
  }

  private static String column(Quality rule) {
    return Objects.requireNonNull(rule.column(), () -> rule.metric() + " without a column");
  }

  private static List<String> keys(Quality rule) {
    return rule.column() == null ? rule.properties() : List.of(rule.column());
  }

  private static String words(Quality rule) {
    String of =
        rule.column() == null && rule.properties().isEmpty()
            ? ""
            : " of " + String.join(", ", keys(rule));
    String bounds =
        rule.bounds().stream().map(BigDecimal::toPlainString).collect(Collectors.joining(" and "));
    String operator =
        switch (rule.operator()) {
          case MUST_BE -> "must be ";
          case MUST_NOT_BE -> "must not be ";
          case MUST_BE_GREATER_THAN -> "must be more than ";
          case MUST_BE_GREATER_OR_EQUAL_TO -> "must be at least ";
          case MUST_BE_LESS_THAN -> "must be less than ";
          case MUST_BE_LESS_OR_EQUAL_TO -> "must be at most ";
          case MUST_BE_BETWEEN -> "must be between ";
          case MUST_NOT_BE_BETWEEN -> "must not be between ";
        };
    String what = rule.metric() == null ? "the query" : rule.metric();
    return what + of + " " + operator + bounds + (rule.percent() ? " percent" : "");
  }
}
