package io.towpath.contract;

import io.towpath.contract.Field.Constraints;
import io.towpath.contract.Field.Generated;
import io.towpath.contract.Field.Mask;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a property: a column, or a part of a jsonb value. */
final class PropertyReader {
  static final List<String> KEYS =
      List.of(
          "id",
          "name",
          "physicalName",
          "description",
          "businessName",
          "logicalType",
          "logicalTypeOptions",
          "physicalType",
          "required",
          "unique",
          "primaryKey",
          "primaryKeyPosition",
          "partitioned",
          "partitionKeyPosition",
          "classification",
          "encryptedName",
          "transformSourceObjects",
          "transformLogic",
          "transformDescription",
          "examples",
          "criticalDataElement",
          "relationships",
          "quality",
          "tags",
          "authoritativeDefinitions",
          "customProperties",
          "properties",
          "items");
  static final List<String> SINCE_32 =
      List.of("enum", "map", "semanticType", "deprecated", "synonyms", "context");
  private static final Map<String, Mask> MASKS = new LinkedHashMap<>();
  private static final Map<String, Generated> GENERATED = new LinkedHashMap<>();

  static {
    for (Mask mask : Mask.values()) {
      MASKS.put(mask.name().toLowerCase(java.util.Locale.ROOT), mask);
    }
    GENERATED.put("publishTime", Generated.PUBLISH_TIME);
    GENERATED.put("runId", Generated.RUN_ID);
    GENERATED.put("batchId", Generated.BATCH_ID);
    GENERATED.put("sourceFile", Generated.SOURCE_FILE);
    GENERATED.put("validFrom", Generated.VALID_FROM);
    GENERATED.put("validTo", Generated.VALID_TO);
    GENERATED.put("deletedAt", Generated.DELETED_AT);
  }

  private final Scope scope;
  private final boolean nested;

  /**
   * Reads columns, or parts of a jsonb value.
   *
   * @param nested whether the properties are parts of a jsonb value
   */
  PropertyReader(Scope scope, boolean nested) {
    this.scope = scope;
    this.nested = nested;
  }

  Optional<Column> read(YamlValue value) {
    return scope.keys(value, KEYS, SINCE_32).map(keys -> column(keys, value.place().line()));
  }

  private Column column(YamlKeys keys, int line) {
    Wording.checkElement(keys);
    String property = keys.require("name", "the column's name").map(YamlValue::text).orElse("");
    String name = columnName(keys, property == null ? "" : property);
    ColumnType type = new TypeReader(scope, nested).read(keys);
    List<Field> children = children(keys);
    boolean required = keys.flag("required", false);
    Constraints constraints = ConstraintsReader.read(scope, keys, type);
    Map<String, YamlValue> ours =
        nested
            ? VendorKeys.read(scope, keys, "mask")
            : VendorKeys.read(scope, keys, "partitionBy", "mask", "generatedBy");
    Mask mask = choice(ours.get("mask"), MASKS);
    Generated generated = choice(ours.get("generatedBy"), GENERATED);
    Field field =
        new Field(
            name,
            keys.find("description").map(YamlValue::textOrEmpty).orElse(""),
            type == null ? ColumnType.of(ColumnType.Kind.TEXT) : type,
            required,
            constraints,
            keys.text("classification"),
            mask,
            generated,
            line,
            children);
    Column column =
        new Column(
            property == null ? "" : property,
            field,
            keys.flag("unique", false),
            keys.flag("primaryKey", false),
            position(keys, "primaryKeyPosition", "primaryKey"),
            keys.flag("partitioned", false),
            ours.get("partitionBy"),
            keys);
    refuseQuality(keys, nested);
    if (type != null) {
      new ColumnRules(column, nested).check();
      Examples.check(keys, type, constraints);
    }
    return column;
  }

  private String columnName(YamlKeys keys, String property) {
    String key = keys.has("physicalName") && !nested ? "physicalName" : "name";
    Optional<YamlValue> value = keys.find(key).filter(YamlValue::isText);
    String name = value.map(YamlValue::textOrEmpty).orElse(property);
    if (!nested && !name.isBlank()) {
      value.ifPresent(found -> Names.checkColumn(found, name));
    }
    return name;
  }

  private static void refuseQuality(YamlKeys keys, boolean inside) {
    if (inside && keys.has("quality")) {
      keys.problemAt(
          "quality", "rules inside arrays and jsonb cannot be measured; write one of type sql");
    }
  }

  private static <T> @Nullable T choice(@Nullable YamlValue value, Map<String, T> words) {
    return value == null ? null : value.choice(words);
  }

  private static long position(YamlKeys keys, String key, String flag) {
    Long position = keys.find(key).map(value -> value.wholeNumber(-1)).orElse(-1L);
    if (position == null || position == -1) {
      return -1;
    }
    if (position == 0) {
      keys.problemAt(key, key + " counts from 1");
    } else if (!keys.flag(flag, false)) {
      keys.problemAt(key, key + " has no meaning without " + flag + ": true");
    }
    return position;
  }

  /** Of an object, of an array's objects, or of a map's values. */
  private List<Field> children(YamlKeys keys) {
    List<Field> children = new ArrayList<>(properties(keys));
    keys.find("items").ifPresent(items -> children.addAll(item(items)));
    keys.find("map")
        .flatMap(map -> map.keys(List.of("key", "value")))
        .ifPresent(
            map -> {
              map.require("key", "the keys' type").ifPresent(this::item);
              map.require("value", "the values' type").ifPresent(this::item);
            });
    long position = position(keys, "partitionKeyPosition", "partitioned");
    if (position > 1) {
      keys.problemAt(
          "partitionKeyPosition",
          "Towpath partitions by one column; expected partitionKeyPosition: 1");
    }
    return List.copyOf(children);
  }

  private List<Field> properties(YamlKeys keys) {
    List<Field> fields = new ArrayList<>();
    for (YamlValue item : keys.items("properties")) {
      new PropertyReader(scope, true).read(item).map(Column::field).ifPresent(fields::add);
    }
    return fields;
  }

  /** What an array holds; its own rules are read with the array's constraints. */
  private List<Field> item(YamlValue value) {
    List<String> common = KEYS;
    return scope.keys(value, common, SINCE_32).map(this::itemProperties).orElse(List.of());
  }

  private List<Field> itemProperties(YamlKeys keys) {
    Wording.checkElement(keys);
    VendorKeys.read(scope, keys);
    refuseQuality(keys, true);
    return new PropertyReader(scope, true).children(keys);
  }
}
