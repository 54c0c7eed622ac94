package io.towpath.contract;

import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the object that becomes the table. */
final class ObjectReader {
  private static final List<String> KEYS =
      List.of(
          "id",
          "name",
          "physicalName",
          "physicalType",
          "logicalType",
          "description",
          "businessName",
          "dataGranularityDescription",
          "tags",
          "properties",
          "relationships",
          "quality",
          "authoritativeDefinitions",
          "customProperties");
  private static final List<String> SINCE_32 = List.of("deprecated", "synonyms", "context");

  private final Scope scope;

  ObjectReader(Scope scope) {
    this.scope = scope;
  }

  Optional<BoundObject> read(YamlValue value) {
    return scope.keys(value, KEYS, SINCE_32).map(this::object);
  }

  private BoundObject object(YamlKeys keys) {
    Wording.checkElement(keys);
    String name = keys.require("name", "the object's name").map(YamlValue::text).orElse("");
    table(keys);
    expectWord(keys, "logicalType", "object");
    expectWord(keys, "physicalType", "table");
    String description = keys.find("description").map(YamlValue::textOrEmpty).orElse("");
    List<Column> columns = columns(keys);
    refuseSameNames(columns);
    Map<String, YamlValue> ours = VendorKeys.read(scope, keys, "versionedBy", "indexes");
    QualityReader quality = new QualityReader(scope, columns);
    QualityReader.Rules rules = quality.read(keys);
    KeysReader.Keys bound = new KeysReader(columns, rules.quality()).read(ours);
    String table = keys.has("physicalName") ? keys.text("physicalName") : name;
    return new BoundObject(name, table == null ? "" : table, description, columns, bound, rules);
  }

  private static void table(YamlKeys keys) {
    keys.find("physicalName")
        .or(() -> keys.find("name"))
        .filter(YamlValue::isText)
        .ifPresent(value -> Names.check(value, String.valueOf(value.textOrEmpty()), "table"));
  }

  private static void expectWord(YamlKeys keys, String key, String word) {
    Optional<YamlValue> value = keys.find(key);
    String found = value.map(YamlValue::text).orElse(word);
    if (!found.equalsIgnoreCase(word)) {
      value.ifPresent(wrong -> wrong.expected(word));
    }
  }

  private List<Column> columns(YamlKeys keys) {
    Optional<YamlValue> properties = keys.require("properties", "a list with the columns");
    List<Column> columns = new ArrayList<>();
    for (YamlValue item : properties.map(YamlValue::items).orElse(List.of())) {
      new PropertyReader(scope, false).read(item).ifPresent(columns::add);
    }
    properties
        .filter(value -> value.isList() && value.items().isEmpty())
        .ifPresent(value -> value.problem("properties is empty; expected at least one column"));
    return columns;
  }

  private void refuseSameNames(List<Column> columns) {
    Map<String, Column> seen = new HashMap<>();
    for (Column column : columns) {
      Column first = seen.putIfAbsent(column.name().toLowerCase(Locale.ROOT), column);
      refuseSame(first, column);
    }
  }

  private static void refuseSame(@Nullable Column first, Column column) {
    if (first == null || column.name().isEmpty()) {
      return;
    }
    String folded = first.name().equals(column.name()) ? "" : ", apart from upper and lower case";
    column.problemAt(
        "name",
        "column "
            + column.name()
            + " is named like the one at line "
            + first.field().line()
            + folded
            + "; rename one");
  }
}
