package io.towpath.quality;

import io.towpath.contract.ColumnType;
import io.towpath.contract.Field.Constraints;
import io.towpath.core.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Compiles the constraints of a field to tests of its values, the cheapest first. */
final class ConstraintTests {
  private ConstraintTests() {}

  static List<ValueTest> of(ColumnType type, Constraints constraints) {
    List<ValueTest> tests = new ArrayList<>(RangeTests.of(type, constraints));
    if (constraints.multipleOf() != null) {
      tests.add(RangeTests.multipleOf(type, constraints.multipleOf()));
    }
    if (constraints.minLength() != null) {
      tests.add(TextTests.minLength(constraints.minLength()));
    }
    if (constraints.maxLength() != null) {
      tests.add(TextTests.maxLength(constraints.maxLength()));
    }
    if (!constraints.allowed().isEmpty()) {
      tests.add(AllowedSet.test(type, constraints.allowed()));
    }
    if (constraints.pattern() != null) {
      tests.add(TextTests.pattern(constraints.pattern()));
    }
    if (constraints.format() != null && isText(type)) {
      tests.add(TextTests.format(constraints.format()));
    }
    ColumnType element = type.element();
    if (element != null) {
      tests.addAll(ofArray(element, constraints));
    }
    return tests;
  }

  private static boolean isText(ColumnType type) {
    return switch (type.kind()) {
      case TEXT, VARCHAR, CHAR -> true;
      default -> false;
    };
  }

  private static List<ValueTest> ofArray(ColumnType element, Constraints constraints) {
    List<ValueTest> tests = new ArrayList<>();
    Integer min = constraints.minItems();
    if (min != null) {
      tests.add(
          new ValueTest(Reason.LENGTH, "at least " + min + " items", v -> items(v).size() >= min));
    }
    Integer max = constraints.maxItems();
    if (max != null) {
      tests.add(
          new ValueTest(Reason.LENGTH, "at most " + max + " items", v -> items(v).size() <= max));
    }
    if (constraints.uniqueItems()) {
      tests.add(
          new ValueTest(
              Reason.ALLOWED,
              "no item twice",
              value -> new HashSet<>(items(value)).size() == items(value).size()));
    }
    if (constraints.items() != null) {
      for (ValueTest test : of(element, constraints.items())) {
        tests.add(
            new ValueTest(
                test.reason(),
                "items that are each " + test.expected(),
                value -> allPass(test, items(value))));
      }
    }
    return tests;
  }

  private static boolean allPass(ValueTest test, List<?> items) {
    for (Object item : items) {
      if (item != null && !test.passes().passes(item)) {
        return false;
      }
    }
    return true;
  }

  private static List<?> items(Object value) {
    return (List<?>) value;
  }
}
