package io.towpath.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.towpath.contract.Field;
import io.towpath.core.BoundRule;
import io.towpath.core.Reason;
import io.towpath.core.Rule;
import io.towpath.core.Violation;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Judges what the contract says about the inside of a {@code jsonb} column: each object in it, by
 * its children's names, types and constraints. A violation's column is the path, {@code
 * address.city}.
 */
final class ChildrenRule implements Rule {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final Field field;

  ChildrenRule(Field field) {
    this.field = field;
  }

  @Override
  public BoundRule bind(Schema schema) {
    int at = schema.getField(field.name()).pos();
    List<Child> children = Child.of(field);
    return record -> {
      Object value = record.get(at);
      return value == null ? null : judge((String) value, children);
    };
  }

  private @Nullable Violation judge(String text, List<Child> children) {
    try {
      return judge(JSON.readTree(text), field.name(), children);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("jsonb that was not checked: " + field.name(), e);
    }
  }

  private static @Nullable Violation judge(JsonNode node, String path, List<Child> children) {
    if (node.isArray()) {
      for (JsonNode item : node) {
        Violation violation = judge(item, path, children);
        if (violation != null) {
          return violation;
        }
      }
      return null;
    }
    if (!node.isObject()) {
      return new Violation(Reason.TYPE, path, node.toString(), "an object");
    }
    for (Child child : children) {
      Violation violation = child.judge(node.get(child.field.name()), path);
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  /** One named value within an object. */
  private record Child(Field field, List<ValueTest> tests, List<Child> children) {

    static List<Child> of(Field parent) {
      List<Child> children = new ArrayList<>();
      for (Field field : parent.children()) {
        children.add(
            new Child(field, ConstraintTests.of(field.type(), field.constraints()), of(field)));
      }
      return children;
    }

    @Nullable Violation judge(@Nullable JsonNode node, String parent) {
      String path = parent + "." + field.name();
      if (node == null || node.isNull()) {
        return field.required() ? new Violation(Reason.REQUIRED, path, null, "a value") : null;
      }
      if (!children.isEmpty()) {
        return ChildrenRule.judge(node, path, children);
      }
      if (tests.isEmpty()) {
        return null;
      }
      String text = node.isTextual() ? node.textValue() : node.toString();
      Object value;
      try {
        value = JsonValue.of(node, field.type());
      } catch (IllegalArgumentException e) {
        return new Violation(Reason.TYPE, path, text, "a value of type " + field.type().kind());
      }
      for (ValueTest test : tests) {
        if (!test.passes().passes(value)) {
          return new Violation(test.reason(), path, text, test.expected());
        }
      }
      return null;
    }
  }
}
