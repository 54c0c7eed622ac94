package io.towpath.quality;

import io.towpath.contract.Field;
import io.towpath.core.BoundRule;
import io.towpath.core.Reason;
import io.towpath.core.Rule;
import io.towpath.core.Violation;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Judges one column by its field's constraints and by the metrics that no row may break. */
final class ColumnRule implements Rule {
  private final Field field;
  private final ColumnMetrics metrics;

  ColumnRule(Field field, ColumnMetrics metrics) {
    this.field = field;
    this.metrics = metrics;
  }

  boolean judgesNothing() {
    return tests().isEmpty() && !metrics.notNull();
  }

  private List<ValueTest> tests() {
    List<ValueTest> tests = new ArrayList<>(ConstraintTests.of(field.type(), field.constraints()));
    tests.addAll(metrics.tests(field.type()));
    return tests;
  }

  @Override
  public BoundRule bind(Schema schema) {
    Schema.Field position = schema.getField(field.name());
    if (position == null) {
      throw new IllegalArgumentException("the records have no column " + field.name());
    }
    int at = position.pos();
    ValueTest[] tests = tests().toArray(ValueTest[]::new);
    Violation missing =
        metrics.notNull() ? new Violation(Reason.REQUIRED, field.name(), null, "a value") : null;
    return record -> judge(record, at, tests, missing);
  }

  private @Nullable Violation judge(
      GenericRecord record, int at, ValueTest[] tests, @Nullable Violation missing) {
    Object value = record.get(at);
    if (value == null) {
      return missing;
    }
    for (ValueTest test : tests) {
      if (!test.passes().passes(value)) {
        return new Violation(
            test.reason(),
            field.name(),
            Literals.text(field.type().kind(), value),
            test.expected());
      }
    }
    return null;
  }
}
