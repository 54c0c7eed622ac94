package io.towpath.contract;

import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Field.Constraints;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges a property's examples by its own rules: an example that breaks them misleads. */
final class Examples {
  private final ColumnType type;
  private final Constraints constraints;

  private Examples(ColumnType type, Constraints constraints) {
    this.type = type;
    this.constraints = constraints;
  }

  static void check(YamlKeys property, ColumnType type, Constraints constraints) {
    Examples examples = new Examples(type, constraints);
    for (YamlValue example : property.items("examples")) {
      if (type.kind() != Kind.JSONB && type.kind() != Kind.ARRAY && !example.isNull()) {
        examples.judge(example);
      }
    }
  }

  private void judge(YamlValue example) {
    String text = example.scalar();
    if (text == null) {
      return;
    }
    String complaint = Values.complaint(type, text);
    if (complaint == null) {
      complaint = broken(text);
    }
    if (complaint != null) {
      example.problem("this example breaks the column's own rules; expected " + complaint);
    }
  }

  private @Nullable String broken(String text) {
    if (!constraints.allowed().isEmpty() && !constraints.allowed().contains(text)) {
      return "one of the allowed values";
    }
    String range = outOfRange(text);
    if (range != null) {
      return range;
    }
    int length = text.codePointCount(0, text.length());
    if (constraints.minLength() != null && length < constraints.minLength()) {
      return "at least " + constraints.minLength() + " characters";
    }
    if (constraints.maxLength() != null && length > constraints.maxLength()) {
      return "at most " + constraints.maxLength() + " characters";
    }
    return constraints.pattern() == null || finds(constraints.pattern(), text)
        ? null
        : "a match of " + constraints.pattern();
  }

  private @Nullable String outOfRange(String text) {
    if (constraints.minimum() != null && Values.compare(type, text, constraints.minimum()) < 0) {
      return "at least " + constraints.minimum();
    }
    if (constraints.maximum() != null && Values.compare(type, text, constraints.maximum()) > 0) {
      return "at most " + constraints.maximum();
    }
    if (constraints.exclusiveMinimum() != null
        && Values.compare(type, text, constraints.exclusiveMinimum()) <= 0) {
      return "more than " + constraints.exclusiveMinimum();
    }
    if (constraints.exclusiveMaximum() != null
        && Values.compare(type, text, constraints.exclusiveMaximum()) >= 0) {
      return "less than " + constraints.exclusiveMaximum();
    }
    boolean multiple =
        constraints.multipleOf() == null
            || new BigDecimal(text).remainder(new BigDecimal(constraints.multipleOf())).signum()
                == 0;
    return multiple ? null : "a multiple of " + constraints.multipleOf();
  }

  /** A pattern that is refused has its message where it stands. */
  private static boolean finds(String pattern, String text) {
    return !Patterns.isSound(pattern) || Pattern.compile(pattern).matcher(text).find();
  }
}
