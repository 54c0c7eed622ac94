package io.towpath.transforms.expression;

import io.towpath.config.Feed;
import io.towpath.config.Feed.StepDeclaration;
import io.towpath.core.BoundStep;
import io.towpath.core.Reason;
import io.towpath.core.Step;
import io.towpath.core.Violation;
import org.apache.avro.Schema;
import org.projectnessie.cel.common.types.BoolT;
import org.projectnessie.cel.common.types.ref.Val;

/**
 * Keeps the records for which an expression is true. A record on which it fails, or for which it is
 * neither true nor false, is rejected: leaving it out in silence would hide it.
 */
public final class FilterRecords implements Step {
  private final Feed feed;
  private final StepDeclaration.Filter declaration;

  private FilterRecords(Feed feed, StepDeclaration.Filter declaration) {
    this.feed = feed;
    this.declaration = declaration;
  }

  /** Filters as the feed declares. */
  public static FilterRecords of(Feed feed, StepDeclaration.Filter declaration) {
    return new FilterRecords(feed, declaration);
  }

  @Override
  public BoundStep bind(Schema schema) {
    String text = declaration.where();
    Expression expression =
        Expression.compile(
            feed, schema, new Expression.Source("filter", text, declaration.line()), true);
    Violation failure =
        new Violation(
            Reason.EXPRESSION, null, null, "values for which " + text + " is true or false");
    return (record, origin, outlet) -> {
      Val result = expression.evaluate(record);
      if (result == BoolT.True) {
        outlet.record(record, origin);
      } else if (result == BoolT.False) {
        outlet.filter(origin);
      } else {
        outlet.reject(origin, failure);
      }
    };
  }
}
