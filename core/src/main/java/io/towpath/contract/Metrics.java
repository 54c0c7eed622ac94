package io.towpath.contract;

import io.towpath.contract.Contract.Quality;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the library's metrics and their arguments. */
final class Metrics {
  private static final Map<String, String> NAMES = new LinkedHashMap<>();
  private static final List<String> OF_SHARES =
      List.of("nullValues", "missingValues", "invalidValues");
  private static final Map<String, Boolean> UNITS = new LinkedHashMap<>();

  static {
    for (String name :
        List.of("nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount")) {
      NAMES.put(name, name);
    }
    UNITS.put("rows", false);
    UNITS.put("percent", true);
  }

  private Metrics() {}

  static String words() {
    return String.join(", ", NAMES.keySet());
  }

  /** A metric with its arguments. */
  record Metric(
      String name,
      List<String> missingValues,
      List<String> validValues,
      @Nullable String pattern,
      List<String> properties,
      boolean percent) {

    Quality quality(
        RuleHeads.Head head, OperatorReader.Comparison comparison, QualityReader.RuleKeys rule) {
      return new Quality(
          head.id(),
          head.description(),
          head.dimension(),
          head.severity(),
          rule.column() == null ? null : rule.column().name(),
          name,
          null,
          missingValues,
          validValues,
          pattern,
          properties,
          percent,
          comparison.operator(),
          comparison.bounds(),
          rule.place());
    }
  }

  /** A query of the user's. */
  static Quality query(
      RuleHeads.Head head,
      String query,
      OperatorReader.Comparison comparison,
      QualityReader.RuleKeys rule) {
    return new Quality(
        head.id(),
        head.description(),
        head.dimension(),
        head.severity(),
        rule.column() == null ? null : rule.column().name(),
        null,
        query,
        List.of(),
        List.of(),
        null,
        List.of(),
        false,
        comparison.operator(),
        comparison.bounds(),
        rule.place());
  }

  /** Null, with a problem, if the metric cannot be measured here. */
  static @Nullable Metric read(QualityReader.RuleKeys rule, List<Column> columns) {
    YamlKeys keys = rule.keys();
    if (keys.has("rule") && !keys.has("metric")) {
      return null;
    }
    Optional<YamlValue> value = keys.require("metric", words());
    String name = value.map(found -> found.choice(NAMES)).orElse(null);
    if (name == null || isMisplaced(rule, name, value.get())) {
      return null;
    }
    Optional<YamlValue> arguments = keys.find("arguments");
    List<String> known = arguments(rule, name);
    Optional<YamlKeys> given = arguments.flatMap(found -> found.keys(known));
    if (!known.isEmpty()
        && given.isEmpty()
        && !(name.equals("invalidValues") && arguments.isPresent())) {
      rule.value()
          .problem(
              "metric " + name + " needs arguments: {" + String.join(": … or ", known) + ": …}");
      return null;
    }
    return metric(name, given, rule, columns);
  }

  private static boolean isMisplaced(QualityReader.RuleKeys rule, String name, YamlValue value) {
    boolean onObject = rule.column() == null;
    if (name.equals("rowCount") && !onObject) {
      value.problem("metric rowCount speaks of the object; move the rule there");
      return true;
    }
    if (OF_SHARES.contains(name) && onObject) {
      value.problem("metric " + name + " speaks of one property; move the rule there");
      return true;
    }
    return false;
  }

  private static List<String> arguments(QualityReader.RuleKeys rule, String name) {
    return switch (name) {
      case "missingValues" -> List.of("missingValues");
      case "invalidValues" -> List.of("validValues", "pattern");
      case "duplicateValues" -> rule.column() == null ? List.of("properties") : List.of();
      default -> List.of();
    };
  }

  private static Metric metric(
      String name,
      Optional<YamlKeys> arguments,
      QualityReader.RuleKeys rule,
      List<Column> columns) {
    String pattern = arguments.map(keys -> keys.text("pattern")).orElse(null);
    if (pattern != null) {
      Patterns.check(arguments.get().find("pattern").orElseThrow(), pattern);
    }
    List<String> valid = scalars(arguments, "validValues", rule.column());
    if (name.equals("invalidValues")
        && arguments.isPresent()
        && !arguments.get().has("validValues")
        && !arguments.get().has("pattern")) {
      rule.value().problem("metric invalidValues needs arguments: {validValues: … or pattern: …}");
    }
    return new Metric(
        name,
        scalars(arguments, "missingValues", null),
        valid,
        pattern,
        properties(arguments, columns),
        percent(rule, name));
  }

  /** Null among the values says what is true anyway: null is missing, and never invalid. */
  private static List<String> scalars(
      Optional<YamlKeys> arguments, String key, @Nullable Column column) {
    List<String> values = new ArrayList<>();
    for (YamlValue item : arguments.map(keys -> keys.items(key)).orElse(List.of())) {
      String text = item.isNull() ? null : item.scalar();
      String complaint =
          text == null || column == null ? null : Values.complaint(column.field().type(), text);
      if (complaint != null) {
        item.expected(complaint);
      } else if (text != null) {
        values.add(text);
      }
    }
    return List.copyOf(values);
  }

  private static List<String> properties(Optional<YamlKeys> arguments, List<Column> columns) {
    List<String> names = new ArrayList<>();
    for (YamlValue item : arguments.map(keys -> keys.items("properties")).orElse(List.of())) {
      String name = item.text();
      if (name != null) {
        KeysReader.column(columns, item, name).ifPresent(column -> names.add(column.name()));
      }
    }
    return List.copyOf(names);
  }

  private static boolean percent(QualityReader.RuleKeys rule, String name) {
    boolean percent = rule.keys().choice("unit", UNITS, false);
    if (percent && !OF_SHARES.contains(name)) {
      rule.keys()
          .problemAt("unit", "unit percent is for " + String.join(", ", OF_SHARES) + " only");
    }
    return percent;
  }
}
