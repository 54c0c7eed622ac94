package io.towpath.contract;

import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Field.Constraints;
import io.towpath.yaml.Words;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads logicalTypeOptions and enum: what values may be. */
final class ConstraintsReader {
  private static final List<String> RANGE =
      List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
  private static final Map<String, List<String>> OPTIONS =
      Map.of(
          "string", List.of("minLength", "maxLength", "pattern", "format"),
          "date", withRange("format"),
          "timestamp", withRange("format", "timezone", "defaultTimezone"),
          "time", withRange("format", "timezone", "defaultTimezone"),
          "integer", withRange("multipleOf", "format"),
          "number", withRange("multipleOf", "format"),
          "array", List.of("minItems", "maxItems", "uniqueItems"),
          "object", List.of("minProperties", "maxProperties", "required"));
  private static final Set<String> CHECKED_FORMATS =
      Set.of("email", "uuid", "uri", "hostname", "ipv4", "ipv6");
  private static final List<String> INTEGER_FORMATS =
      List.of("i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128");
  private static final List<String> NUMBER_FORMATS = List.of("f32", "f64");

  private final Scope scope;
  private final @Nullable ColumnType type;
  private final String logical;

  private ConstraintsReader(Scope scope, @Nullable ColumnType type, String logical) {
    this.scope = scope;
    this.type = type;
    this.logical = logical;
  }

  private static List<String> withRange(String... more) {
    List<String> options = new ArrayList<>(RANGE);
    options.addAll(List.of(more));
    return List.copyOf(options);
  }

  /** The limits that a property states; none, with problems, where it states them wrongly. */
  static Constraints read(Scope scope, YamlKeys property, @Nullable ColumnType type) {
    String logical =
        property
            .find("logicalType")
            .filter(YamlValue::isText)
            .map(YamlValue::textOrEmpty)
            .orElse("");
    return new ConstraintsReader(scope, type, logical).constraints(property);
  }

  private Constraints constraints(YamlKeys property) {
    Optional<YamlValue> value = property.find("logicalTypeOptions");
    Optional<YamlKeys> options =
        value.flatMap(
            found -> {
              if (!OPTIONS.containsKey(logical)) {
                refuseOptions(found);
                return Optional.empty();
              }
              return found.keys(OPTIONS.getOrDefault(logical, List.of()));
            });
    List<String> allowed = new AllowedValues(type).read(property);
    Constraints items = items(property);
    if (options.isEmpty()) {
      return new Constraints(
          null, null, null, null, null, null, null, null, null, allowed, null, null, false, items);
    }
    return switch (logical) {
      case "string" -> text(options.get(), allowed);
      case "array" -> array(options.get(), items);
      case "object" -> object(options.get());
      default -> ordered(options.get(), allowed);
    };
  }

  /** An unknown logicalType has its message already. */
  private void refuseOptions(YamlValue options) {
    if (logical.isEmpty()) {
      options.problem("logicalTypeOptions need a logicalType; add it");
    } else if (logical.equals("boolean") || logical.equals("map")) {
      options.problem("logicalType " + logical + " has no options");
    }
  }

  private @Nullable Constraints items(YamlKeys property) {
    Optional<YamlKeys> items =
        property.find("items").filter(YamlValue::isMapping).flatMap(YamlValue::anyKeys);
    ColumnType element = type == null ? null : type.element();
    return items
        .filter(found -> found.has("logicalTypeOptions") || found.has("enum"))
        .map(found -> read(scope, found, element))
        .orElse(null);
  }

  private Constraints text(YamlKeys options, List<String> allowed) {
    Integer minLength = count(options, "minLength");
    Integer maxLength = count(options, "maxLength");
    refuseEmpty(options, "minLength", minLength, "maxLength", maxLength);
    String pattern = options.text("pattern");
    if (pattern != null) {
      Patterns.check(options.find("pattern").orElseThrow(), pattern);
    }
    boolean textual =
        type == null
            || type.kind() == Kind.TEXT
            || type.kind() == Kind.VARCHAR
            || type.kind() == Kind.CHAR;
    for (String key : List.of("minLength", "maxLength", "pattern")) {
      if (!textual && options.has(key)) {
        options.problemAt(
            key, key + " is for text columns only; this one is " + SqlTypes.text(type));
      }
    }
    String format = options.text("format");
    return new Constraints(
        null,
        null,
        null,
        null,
        null,
        minLength,
        maxLength,
        pattern,
        format != null && CHECKED_FORMATS.contains(format) ? format : null,
        allowed,
        null,
        null,
        false,
        null);
  }

  private Constraints array(YamlKeys options, @Nullable Constraints items) {
    Integer minItems = count(options, "minItems");
    Integer maxItems = count(options, "maxItems");
    refuseEmpty(options, "minItems", minItems, "maxItems", maxItems);
    if (type != null && type.kind() == Kind.JSONB) {
      for (String key : options.names()) {
        options.problemAt(key, key + " cannot be measured in jsonb; write a rule of type sql");
      }
    }
    return new Constraints(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        minItems,
        maxItems,
        options.flag("uniqueItems", false),
        items);
  }

  private Constraints object(YamlKeys options) {
    for (String key : List.of("minProperties", "maxProperties")) {
      if (count(options, key) != null) {
        options.problemAt(key, key + " cannot be measured; write a rule of type sql");
      }
    }
    if (!options.texts("required").isEmpty()) {
      options.problemAt(
          "required", "required here is not read; write required: true at the properties");
    }
    return Constraints.none();
  }

  private Constraints ordered(YamlKeys options, List<String> allowed) {
    List<String> formats = logical.equals("integer") ? INTEGER_FORMATS : NUMBER_FORMATS;
    Optional<YamlValue> format = options.find("format");
    String word = format.map(YamlValue::text).orElse(null);
    boolean numeric = logical.equals("integer") || logical.equals("number");
    if (numeric && word != null && !formats.contains(word)) {
      format.get().expected(Words.or(formats) + precisionHint());
    }
    options.find("timezone").ifPresent(YamlValue::flag);
    options.find("defaultTimezone").ifPresent(YamlValue::text);
    Bounds bounds = Bounds.read(options, type, numeric);
    return bounds.constraints(
        logical.equals("integer") && word != null ? word : "", multipleOf(options), allowed);
  }

  private String precisionHint() {
    return logical.equals("number") ? "; or leave it out and say physicalType: numeric(p,s)" : "";
  }

  private static @Nullable String multipleOf(YamlKeys options) {
    Optional<YamlValue> value = options.find("multipleOf");
    BigDecimal number = value.map(YamlValue::number).orElse(null);
    if (number != null && number.signum() <= 0) {
      value.get().expected("a number above 0");
      return null;
    }
    return number == null ? null : number.toPlainString();
  }

  private static @Nullable Integer count(YamlKeys options, String key) {
    Long count = options.find(key).map(value -> value.wholeNumber(0)).orElse(null);
    return count == null ? null : (int) Math.min(count, Integer.MAX_VALUE);
  }

  private static void refuseEmpty(
      YamlKeys options,
      String minKey,
      @Nullable Integer min,
      String maxKey,
      @Nullable Integer max) {
    if (min != null && max != null && min > max) {
      options.problemAt(minKey, minKey + " " + min + " is above " + maxKey + " " + max);
    }
  }
}
