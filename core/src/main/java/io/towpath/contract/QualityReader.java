package io.towpath.contract;

import io.towpath.contract.Contract.Quality;
import io.towpath.contract.Contract.SqlRule;
import io.towpath.core.Check;
import io.towpath.core.Check.Severity;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
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
  private static final Map<String, String> TYPES = new LinkedHashMap<>();

  static {
    Stream.of("library", "sql", "custom", "text").forEach(word -> TYPES.put(word, word));
  }

  private final Scope scope;
  private final List<Column> columns;
  private final List<SqlRule> rows = new ArrayList<>();
  private final List<Quality> quality = new ArrayList<>();
  private final RuleHeads heads = new RuleHeads();

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
        heads.free("unique_" + column.name(), column.field().line()),
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
    RuleHeads.check(keys);
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
      quality.add(metric.quality(heads.read(rule, metric.name()), comparison, rule));
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
    RuleHeads.Head head = heads.read(rule, "sql");
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
}
