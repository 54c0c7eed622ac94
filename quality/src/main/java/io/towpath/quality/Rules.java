package io.towpath.quality;

import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.core.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles the rules of a contract that judge one record. Null breaks none of them except those
 * that speak of missing values; whether a value is required is enforced before.
 */
public final class Rules {
  private Rules() {}

  /** The rules in the order of the columns, then those across columns. */
  public static List<Rule> of(Contract contract) {
    List<Rule> rules = new ArrayList<>();
    for (Field field : contract.fields()) {
      ColumnRule rule = new ColumnRule(field, ColumnMetrics.of(field.name(), contract.quality()));
      if (field.generated() == null && !rule.judgesNothing()) {
        rules.add(rule);
      }
    }
    return rules;
  }
}
