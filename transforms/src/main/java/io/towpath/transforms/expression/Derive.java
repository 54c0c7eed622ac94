package io.towpath.transforms.expression;

import io.towpath.config.Feed;
import io.towpath.config.Feed.StepDeclaration;
import io.towpath.contract.Field;
import io.towpath.core.BoundStep;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Problem;
import io.towpath.core.Reason;
import io.towpath.core.Step;
import io.towpath.core.Violation;
import io.towpath.transforms.value.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.projectnessie.cel.common.types.ref.Val;

/**
 * Fills columns of the contract with the results of expressions, in order: a later one sees what an
 * earlier one filled. A record on which one fails, or whose result is no value of the column, is
 * rejected.
 */
public final class Derive implements Step {
  private final Feed feed;
  private final StepDeclaration.Derive declaration;

  private Derive(Feed feed, StepDeclaration.Derive declaration) {
    this.feed = feed;
    this.declaration = declaration;
  }

  /** Derives as the feed declares. */
  public static Derive of(Feed feed, StepDeclaration.Derive declaration) {
    return new Derive(feed, declaration);
  }

  @Override
  public BoundStep bind(Schema schema) {
    List<Target> targets = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<String, String> entry : declaration.columns().entrySet()) {
      try {
        targets.add(target(schema, entry.getKey(), entry.getValue()));
      } catch (ConfigurationException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    Target[] bound = targets.toArray(Target[]::new);
    return (record, origin, outlet) -> apply(bound, record, origin, outlet);
  }

  private Target target(Schema schema, String column, String text) {
    String what = "derive " + column;
    Schema.Field position = schema.getField(column);
    Field field = feed.contract().field(column).orElse(null);
    if (position == null || field == null) {
      throw new ConfigurationException(
          List.of(
              new Problem(
                  feed.file(), declaration.line(), 1, what + ": the contract has no such column")));
    }
    Expression expression =
        Expression.compile(
            feed, schema, new Expression.Source(what, text, declaration.line()), false);
    return new Target(
        position.pos(),
        expression,
        new ResultText(field.type(), feed.decode()),
        new Violation(
            Reason.EXPRESSION, column, null, "values on which the expression " + text + " works"),
        column,
        speaksOfClassified(text));
  }

  /** A result made of classified values is as little to be shown as they are. */
  private boolean speaksOfClassified(String text) {
    return CelColumns.in(List.of(text)).stream()
        .flatMap(name -> feed.contract().field(name).stream())
        .anyMatch(field -> field.classification() != null || field.mask() != null);
  }

  private record Target(
      int at,
      Expression expression,
      ResultText result,
      Violation failure,
      String column,
      boolean hidden) {}

  private static void apply(Target[] targets, GenericRecord record, Origin origin, Outlet outlet) {
    for (Target target : targets) {
      Val result = target.expression().evaluate(record);
      if (result == null) {
        outlet.reject(origin, target.failure());
        return;
      }
      String text = target.result().of(result);
      Object value = text == null ? null : target.result().parse(text);
      if (value instanceof Refusal refusal) {
        outlet.reject(
            origin,
            new Violation(
                refusal.reason(),
                target.column(),
                target.hidden() ? "***" : text,
                refusal.expected()));
        return;
      }
      record.put(target.at(), value);
    }
    outlet.record(record, origin);
  }
}
