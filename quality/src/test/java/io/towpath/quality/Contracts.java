package io.towpath.quality;

import io.towpath.contract.ColumnType;
import io.towpath.contract.Contract;
import io.towpath.contract.Contract.Quality;
import io.towpath.contract.Contract.SqlRule;
import io.towpath.contract.Field;
import io.towpath.contract.Field.Constraints;
import io.towpath.core.Check.Operator;
import io.towpath.core.Check.Severity;
import io.towpath.testing.ContractBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds contracts for tests, column by column and rule by rule. */
final class Contracts {
  private final List<Field> fields = new ArrayList<>();
  private final List<SqlRule> rules = new ArrayList<>();
  private final List<Quality> quality = new ArrayList<>();

  static Contracts aContract() {
    return new Contracts();
  }

  Contracts column(String name, ColumnType type, Constraints constraints) {
    fields.add(new Field(name, "", type, false, constraints, null, null, null, 5));
    return this;
  }

  Contracts column(String name, ColumnType.Kind kind) {
    return column(name, ColumnType.of(kind), Constraints.none());
  }

  Contracts classified(String name, ColumnType.Kind kind) {
    fields.add(
        new Field(name, "", ColumnType.of(kind), false, Constraints.none(), "pii", null, null, 5));
    return this;
  }

  Contracts json(String name, Field... children) {
    fields.add(
        new Field(
            name,
            "",
            ColumnType.of(ColumnType.Kind.JSONB),
            false,
            Constraints.none(),
            null,
            null,
            null,
            6,
            List.of(children)));
    return this;
  }

  Contracts never(String predicate) {
    rules.add(new SqlRule("r" + rules.size(), "", predicate, "t.odcs.yaml:" + (10 + rules.size())));
    return this;
  }

  Contracts quality(Metric metric) {
    quality.add(metric.quality());
    return this;
  }

  Contract build() {
    return ContractBuilder.aContract().fields(fields).judgedBy(rules, quality).build();
  }

  /** A quality rule in a sentence. */
  record Metric(
      @Nullable String column,
      @Nullable String metric,
      @Nullable String query,
      List<String> missing,
      List<String> valid,
      @Nullable String pattern,
      List<String> properties,
      boolean percent,
      String bound) {

    static Metric of(@Nullable String column, String metric) {
      return new Metric(column, metric, null, List.of(), List.of(), null, List.of(), false, "0");
    }

    static Metric sql(String query) {
      return new Metric(null, null, query, List.of(), List.of(), null, List.of(), false, "0");
    }

    Metric missing(String... words) {
      return new Metric(
          column, metric, query, List.of(words), valid, pattern, properties, percent, bound);
    }

    Metric valid(String... words) {
      return new Metric(
          column, metric, query, missing, List.of(words), pattern, properties, percent, bound);
    }

    Metric pattern(String regex) {
      return new Metric(column, metric, query, missing, valid, regex, properties, percent, bound);
    }

    Metric over(String... columns) {
      return new Metric(
          column, metric, query, missing, valid, pattern, List.of(columns), percent, bound);
    }

    Metric inPercent() {
      return new Metric(column, metric, query, missing, valid, pattern, properties, true, bound);
    }

    Metric mustBe(String value) {
      return new Metric(column, metric, query, missing, valid, pattern, properties, percent, value);
    }

    Quality quality() {
      return new Quality(
          "id",
          "",
          "",
          Severity.ERROR,
          column,
          metric,
          query,
          missing,
          valid,
          pattern,
          properties,
          percent,
          Operator.MUST_BE,
          List.of(new BigDecimal(bound)),
          "t.odcs.yaml:9");
    }
  }
}
