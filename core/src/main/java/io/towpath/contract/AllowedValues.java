package io.towpath.contract;

import io.towpath.contract.ColumnType.Kind;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the allowed values of a property. */
final class AllowedValues {
  private static final Shape WORDS =
      Shape.closed(
          Map.of(
              "id", Shape.TEXT,
              "value", Shape.ANY,
              "label", Shape.TEXT,
              "description", Shape.TEXT,
              "customProperties", Shape.ANY,
              "authoritativeDefinitions", Shape.ANY,
              "tags", Shape.listOf(Shape.TEXT)),
          "value");

  private final @Nullable ColumnType type;

  AllowedValues(@Nullable ColumnType type) {
    this.type = type;
  }

  List<String> read(YamlKeys property) {
    Optional<YamlValue> value = property.find("enum");
    List<String> allowed = new ArrayList<>();
    if (value.isPresent() && type != null && isComposite(type.kind())) {
      value.get().problem("enum has no meaning for " + SqlTypes.text(type));
      return List.of();
    }
    for (YamlValue item : value.map(YamlValue::items).orElse(List.of())) {
      WORDS.check(item);
      if (item.isMapping()) {
        item.anyKeys().flatMap(keys -> keys.find("value")).ifPresent(found -> add(found, allowed));
      }
    }
    if (value.isPresent() && value.get().isList() && value.get().items().isEmpty()) {
      value.get().problem("enum is empty; expected at least one {value: …}");
    }
    return List.copyOf(allowed);
  }

  private static boolean isComposite(Kind kind) {
    return kind == Kind.ARRAY || kind == Kind.JSONB || kind == Kind.BYTEA;
  }

  private void add(YamlValue value, List<String> allowed) {
    String text = value.scalar();
    if (text == null) {
      return;
    }
    String complaint = type == null ? null : Values.complaint(type, text);
    if (complaint != null) {
      value.expected(complaint);
    } else if (allowed.contains(text)) {
      value.problem("value " + text + " is allowed twice");
    } else {
      allowed.add(text);
    }
  }
}
