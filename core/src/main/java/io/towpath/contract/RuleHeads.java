package io.towpath.contract;

import io.towpath.core.Check.Severity;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what all quality rules have, and keeps their ids apart. */
final class RuleHeads {
  private static final Map<String, Severity> SEVERITIES = new LinkedHashMap<>();
  private static final Map<String, String> DIMENSIONS = new LinkedHashMap<>();

  static {
    Stream.of("error", "critical", "high", "major", "blocker", "fatal")
        .forEach(word -> SEVERITIES.put(word, Severity.ERROR));
    Stream.of("warning", "warn", "low", "minor")
        .forEach(word -> SEVERITIES.put(word, Severity.WARNING));
    Stream.of("info", "trivial").forEach(word -> SEVERITIES.put(word, Severity.INFO));
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

  private final Map<String, Integer> ids = new HashMap<>();

  /** Checks the words of a rule that may turn out to be only words. */
  static void check(YamlKeys keys) {
    keys.find("dimension").ifPresent(value -> value.choice(DIMENSIONS));
    severity(keys);
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

  /** What all rules have. */
  record Head(String id, String description, String dimension, Severity severity) {}

  /** Reads what a rule says of itself; {@code what} names it if it has no id. */
  Head read(QualityReader.RuleKeys rule, String what) {
    YamlKeys keys = rule.keys();
    return new Head(
        id(rule, what),
        keys.find("description").or(() -> keys.find("name")).map(YamlValue::textOrEmpty).orElse(""),
        keys.choice("dimension", DIMENSIONS, ""),
        severity(keys));
  }

  private String id(QualityReader.RuleKeys rule, String what) {
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
    return free(id, line);
  }

  /** The id, or one like it if another rule has it. */
  String free(String id, int line) {
    return ids.putIfAbsent(id, line) == null ? id : id + "_" + line;
  }
}
