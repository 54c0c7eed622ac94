package io.towpath.transforms;

import io.towpath.core.BoundRule;
import io.towpath.core.BoundStep;
import io.towpath.core.Rule;
import io.towpath.core.Step;
import io.towpath.core.Violation;
import java.util.List;
import org.apache.avro.Schema;

/** Rejects each record that breaks a rule, with the first rule that it breaks. */
public final class Screen implements Step {
  private final List<Rule> rules;

  private Screen(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Screens by the rules, in their order. */
  public static Screen by(List<Rule> rules) {
    return new Screen(rules);
  }

  @Override
  public BoundStep bind(Schema schema) {
    BoundRule[] bound = rules.stream().map(rule -> rule.bind(schema)).toArray(BoundRule[]::new);
    return (record, origin, outlet) -> {
      for (BoundRule rule : bound) {
        Violation violation = rule.judge(record);
        if (violation != null) {
          outlet.reject(origin, violation);
          return;
        }
      }
      outlet.record(record, origin);
    };
  }
}
