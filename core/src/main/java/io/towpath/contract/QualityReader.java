package io.towpath.contract;

import io.towpath.contract.Contract.Quality;
import io.towpath.contract.Contract.SqlRule;
import io.towpath.core.Check;
import io.towpath.core.Check.Severity;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the quality rules of an object and of its properties. */
final class QualityReader {
  private static final List<String> KEYS =
      List.of(
          "id",
          "name",
          "description",
          "type",
          "dimension",
          "severity",
          "unit",
          "method",
          "businessImpact",
          "scheduler",
          "schedule",
          "tags",
          "customProperties",
          "authoritativeDefinitions",
          "metric",
          "arguments",
          "query",
          "engine",
          "implementation",
          "rule");
  private static final Map<String, Severity> SEVERITIES = new LinkedHashMap<>();
  private static final Map<String, String> TYPES = new LinkedHashMap<>();
  private static final Map<String, String> DIMENSIONS = new LinkedHashMap<>();

  static {
    Stream.of("error", "critical", "high", "major", "blocker", "fatal")
        .forEach(word -> SEVERITIES.put(word, Severity.ERROR));
    Stream.of("warning", "warn", "low", "minor")
        .forEach(word -> SEVERITIES.put(word, Severity.WARNING));
    Stream.of("info", "trivial").forEach(word -> SEVERITIES.put(word, Severity.INFO));
    Stream.of("library", "sql", "custom", "text").forEach(word -> TYPES.put(word, word));
    Stream.of(
            "accuracy",
            "completeness",
            "conformity",
            "consistency",
            "coverage",
            "timeliness",
            "uniqueness")
        .forEach(word -> DIMENSIONS.put(word, word));
  }

  private final Scope scope;
  private final List<Column> columns;
  private final List<SqlRule> rows = new ArrayList<>();
  private final List<Quality> quality = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();

  QualityReader(Scope scope, List<Column> columns) {
    this.scope = scope;
    this.columns = columns;
  }

  /** Predicates that reject rows, and everything else. */
  record Rules(List<SqlRule> rows, List<Quality> quality) {}

  Rules read(YamlKeys object) {
    readAll(object, null);
    for (Column column : columns) {
      Set<String> metrics = readAll(column.keys(), column);
      if (column.unique() && !metrics.contains("duplicateValues")) {
        quality.add(unique(column));
      }
    }
    return new Rules(List.copyOf(rows), List.copyOf(quality));
  }

  /** {@code unique: true} is the promise that no value is there twice. */
  private Quality unique(Column column) {
    return new Quality(
        "unique_" + column.name(),
        column.name() + " is unique.",
        "uniqueness",
        Severity.ERROR,
        column.name(),
        "duplicateValues",
        null,
        List.of(),
        List.of(),
        null,
        List.of(),
        false,
        Check.Operator.MUST_BE,
        List.of(BigDecimal.ZERO),
        column.keys().placeOf("unique").fileAndLine());
  }

  /** Reads the rules of one element. Returns the metrics it has. */
  private Set<String> readAll(YamlKeys element, @Nullable Column column) {
    Set<String> metrics = new HashSet<>();
    for (YamlValue item : element.items("quality")) {
      OperatorReader operators = new OperatorReader(item);
      item.anyKeys()
          .ifPresent(
              keys -> {
                keys.refuse(key -> !KEYS.contains(key) && !OperatorReader.isOperator(key), KEYS);
                rule(new RuleKeys(item, keys, column), operators, metrics);
              });
    }
    return metrics;
  }

  /** One rule and what it is attached to; the column is null for the object. */
  record RuleKeys(YamlValue value, YamlKeys keys, @Nullable Column column) {
    String place() {
      return value.place().fileAndLine();
    }
  }

  private void rule(RuleKeys rule, OperatorReader operators, Set<String> metrics) {
    YamlKeys keys = rule.keys();
    Wording.checkElement(keys);
    keys.find("dimension").ifPresent(value -> value.choice(DIMENSIONS));
    severity(keys);
    String type =
        keys.choice("type", TYPES, keys.has("metric") || !isWords(keys) ? "library" : "text");
    Map<String, YamlValue> ours = VendorKeys.read(scope, keys, "onViolation");
    if (!type.equals("sql")) {
      ours.values().forEach(value -> value.problem("onViolation is for rules of type sql"));
    }
    if (keys.has("rule")) {
      keys.problemAt("rule", "rule: is of ODCS 3.0; write metric: with one of " + Metrics.words());
    }
    switch (type) {
      case "library" -> library(rule, operators, metrics);
      case "sql" -> sql(rule, operators, ours);
      default -> words(rule, operators, type);
    }
  }

  /** The standard leaves the words open; these are the ones that have a meaning here. */
  private static Severity severity(YamlKeys keys) {
    Optional<YamlValue> value = keys.find("severity");
    String word = value.map(YamlValue::text).orElse("error");
    Severity severity = SEVERITIES.get(word);
    if (severity == null) {
      value.ifPresent(
          found ->
              found.expected("error, warning or info" + Nearest.hint(word, SEVERITIES.keySet())));
    }
    return severity == null ? Severity.ERROR : severity;
  }

  /** A rule of only words is valid and checks nothing. */
  private static boolean isWords(YamlKeys keys) {
    return keys.names().stream()
        .noneMatch(
            key ->
                OperatorReader.isOperator(key)
                    || List.of("metric", "rule", "arguments", "query", "unit").contains(key));
  }

  private static void words(RuleKeys rule, OperatorReader operators, String type) {
    operators.refuse(rule.keys(), "a rule of type " + type + " has no operator");
    if (type.equals("custom")) {
      rule.keys().require("engine", "the engine's name").ifPresent(YamlValue::text);
      rule.keys().require("implementation", "the rule in the engine's words");
      return;
    }
    if (rule.keys().has("query")) {
      rule.keys().problemAt("query", "query needs type: sql");
    }
  }

  private void library(RuleKeys rule, OperatorReader operators, Set<String> metrics) {
    if (rule.keys().has("query")) {
      rule.keys().problemAt("query", "query needs type: sql");
      return;
    }
    Metrics.Metric metric = Metrics.read(rule, columns);
    OperatorReader.Comparison comparison = operators.read(rule.keys());
    if (metric == null) {
      return;
    }
    if (!metrics.add(metric.name())) {
      rule.keys()
          .problemAt(
              "metric",
              "a second rule of metric "
                  + metric.name()
                  + " here; each element has one rule per metric, write the other as type: sql");
    }
    if (comparison != null) {
      quality.add(metric.quality(head(rule, metric.name()), comparison, rule));
    }
  }

  private void sql(RuleKeys rule, OperatorReader operators, Map<String, YamlValue> ours) {
    if (rule.keys().has("metric")) {
      rule.keys().problemAt("metric", "a rule of type sql has a query, no metric");
    }
    Optional<YamlValue> query = rule.keys().require("query", "SELECT … FROM {object}");
    String text = query.map(value -> Queries.read(value, rule.column())).orElse(null);
    OperatorReader.Comparison comparison = operators.read(rule.keys());
    YamlValue onViolation = ours.get("onViolation");
    boolean rejects = onViolation != null && onViolation.choice(Map.of("reject", true)) != null;
    if (text == null || comparison == null) {
      return;
    }
    Head head = head(rule, "sql");
    if (!rejects) {
      quality.add(Metrics.query(head, text, comparison, rule));
      return;
    }
    String predicate = Queries.predicate(text);
    if (predicate == null) {
      query
          .get()
          .problem(
              "onViolation: reject needs SELECT count(*) FROM {object} WHERE …, so that each"
                  + " row can be judged");
    } else if (!comparison.isZero()) {
      rule.value().problem("onViolation: reject needs mustBe: 0");
    } else {
      rows.add(new SqlRule(head.id(), head.description(), predicate, rule.place()));
    }
  }

  /** What all rules have. */
  record Head(String id, String description, String dimension, Severity severity) {}

  private Head head(RuleKeys rule, String what) {
    YamlKeys keys = rule.keys();
    return new Head(
        id(rule, what),
        keys.find("description").or(() -> keys.find("name")).map(YamlValue::textOrEmpty).orElse(""),
        keys.choice("dimension", DIMENSIONS, ""),
        severity(keys));
  }

  private String id(RuleKeys rule, String what) {
    int line = rule.value().place().line();
    String given = rule.keys().text("id");
    if (given != null) {
      Integer first = ids.putIfAbsent(given, line);
      if (first != null) {
        rule.keys().problemAt("id", "id " + given + " is taken by the rule at line " + first);
      }
      return given;
    }
    String column = rule.column() == null ? "" : "_" + rule.column().name();
    String id = what.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT) + column;
    return ids.putIfAbsent(id, line) == null ? id : id + "_" + line;
  }
}
