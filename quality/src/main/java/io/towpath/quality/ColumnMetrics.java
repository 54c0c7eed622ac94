package io.towpath.quality;

import io.towpath.contract.ColumnType;
import io.towpath.contract.Contract.Quality;
import io.towpath.core.Reason;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The library metrics on one column that no row may break.
 *
 * @param notNull whether null breaks them
 * @param quality the metrics as the contract writes them
 */
record ColumnMetrics(boolean notNull, List<Quality> quality) implements Serializable {

  static ColumnMetrics of(String column, List<Quality> all) {
    List<Quality> own =
        all.stream().filter(rule -> column.equals(rule.column()) && rule.judgesRows()).toList();
    boolean notNull =
        own.stream()
            .anyMatch(
                rule ->
                    "nullValues".equals(rule.metric()) || "missingValues".equals(rule.metric()));
    return new ColumnMetrics(notNull, own);
  }

  /** The tests of values; null is judged apart. */
  List<ValueTest> tests(ColumnType type) {
    List<ValueTest> tests = new ArrayList<>();
    for (Quality rule : quality) {
      if ("missingValues".equals(rule.metric()) && !rule.missingValues().isEmpty()) {
        var missing = AllowedSet.of(type, rule.missingValues());
        tests.add(
            new ValueTest(
                Reason.REQUIRED,
                "a value other than " + AllowedSet.words(rule.missingValues()),
                value -> !missing.contains(value)));
      }
      if ("invalidValues".equals(rule.metric()) && !rule.validValues().isEmpty()) {
        tests.add(AllowedSet.test(type, rule.validValues()));
      }
      String pattern = rule.pattern();
      if ("invalidValues".equals(rule.metric()) && pattern != null) {
        tests.add(TextTests.pattern(pattern));
      }
    }
    return tests;
  }
}
