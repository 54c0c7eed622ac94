package io.towpath.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a value within JSON into one of a column's type. */
final class JsonValue {
  private JsonValue() {}

  /**
   * The value.
   *
   * @throws IllegalArgumentException if the node is no value of the type
   */
  static Object of(JsonNode node, ColumnType type) {
    ColumnType element = type.element();
    if (element != null && node.isArray()) {
      List<@Nullable Object> items = new ArrayList<>();
      for (JsonNode item : node) {
        items.add(item.isNull() ? null : of(item, element));
      }
      return items;
    }
    if (node.isContainerNode() || element != null) {
      throw new IllegalArgumentException("a container where a single value must stand");
    }
    if (type.kind() == Kind.BOOLEAN && !node.isBoolean()) {
      throw new IllegalArgumentException("neither true nor false");
    }
    return Literals.parse(type, node.isTextual() ? node.textValue() : node.toString());
  }
}
