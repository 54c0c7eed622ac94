package io.towpath.quality;

import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.contract.RecordSchemas;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Problem;
import io.towpath.core.Rule;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Compiles the rules of a contract that judge one record. Null breaks none of them except those
 * that speak of missing values; whether a value is required is enforced before.
 */
public final class Rules {
  private Rules() {}

  /**
   * The rules in the order of the columns, then those across columns.
   *
   * @throws ConfigurationException with every SQL rule that cannot be judged row by row
   */
  public static List<Rule> of(Contract contract) {
    List<Rule> rules = new ArrayList<>();
    for (Field field : contract.fields()) {
      ColumnRule rule = new ColumnRule(field, ColumnMetrics.of(field.name(), contract.quality()));
      if (field.generated() == null && !rule.judgesNothing()) {
        rules.add(rule);
      }
      if (field.type().kind() == Kind.JSONB && !field.children().isEmpty()) {
        rules.add(new ChildrenRule(field));
      }
    }
    rules.addAll(predicates(contract));
    return rules;
  }

  private static List<Rule> predicates(Contract contract) {
    Schema working = RecordSchemas.working(contract, List.of());
    List<Rule> rules = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Contract.SqlRule declared : contract.rules()) {
      Rule rule = new PredicateRule(contract, declared);
      try {
        rule.bind(working);
        rules.add(rule);
      } catch (ConfigurationException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return rules;
  }
}
