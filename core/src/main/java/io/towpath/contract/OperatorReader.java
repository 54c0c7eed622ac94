package io.towpath.contract;

import io.towpath.core.Check.Operator;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the one operator of a rule. */
final class OperatorReader {
  private static final Map<String, Operator> OPERATORS = new LinkedHashMap<>();

  static {
    OPERATORS.put("mustBe", Operator.MUST_BE);
    OPERATORS.put("mustNotBe", Operator.MUST_NOT_BE);
    OPERATORS.put("mustBeGreaterThan", Operator.MUST_BE_GREATER_THAN);
    OPERATORS.put("mustBeGreaterOrEqualTo", Operator.MUST_BE_GREATER_OR_EQUAL_TO);
    OPERATORS.put("mustBeLessThan", Operator.MUST_BE_LESS_THAN);
    OPERATORS.put("mustBeLessOrEqualTo", Operator.MUST_BE_LESS_OR_EQUAL_TO);
    OPERATORS.put("mustBeBetween", Operator.MUST_BE_BETWEEN);
    OPERATORS.put("mustNotBeBetween", Operator.MUST_NOT_BE_BETWEEN);
  }

  private final YamlValue rule;

  OperatorReader(YamlValue rule) {
    this.rule = rule;
  }

  /** An operator and what it compares with. */
  record Comparison(Operator operator, List<BigDecimal> bounds) {
    boolean isZero() {
      return operator == Operator.MUST_BE && bounds.get(0).signum() == 0;
    }
  }

  /** Whether the key is an operator, or one misspelt. */
  static boolean isOperator(String key) {
    return key.startsWith("must");
  }

  /** Null, with a problem, unless there is exactly one operator. */
  @Nullable Comparison read(YamlKeys keys) {
    List<String> found = known(keys);
    if (found.isEmpty()) {
      if (keys.names().stream().noneMatch(OperatorReader::isOperator)) {
        rule.problem("the rule has no operator; expected one such as mustBe: 0");
      }
      return null;
    }
    if (found.size() > 1) {
      refuseTwo(keys, found);
      return null;
    }
    String key = found.get(0);
    YamlValue value = keys.find(key).orElseThrow();
    List<BigDecimal> bounds = key.endsWith("Between") ? pair(value) : single(value);
    return bounds.isEmpty() ? null : new Comparison(OPERATORS.get(key), bounds);
  }

  /** Notes a mistake at each operator. */
  void refuse(YamlKeys keys, String message) {
    known(keys).forEach(key -> keys.problemAt(key, message));
  }

  private static List<String> known(YamlKeys keys) {
    List<String> found = new ArrayList<>();
    for (String key : keys.names()) {
      if (OPERATORS.containsKey(key)) {
        found.add(key);
      } else if (isOperator(key)) {
        keys.problemAt(key, "unknown operator " + key + Nearest.hint(key, OPERATORS.keySet()));
      }
    }
    return found;
  }

  private static void refuseTwo(YamlKeys keys, List<String> found) {
    String first = found.get(0);
    String second = found.get(1);
    String hint = "";
    if (found.containsAll(List.of("mustBeGreaterThan", "mustBeLessThan"))
        || found.containsAll(List.of("mustBeGreaterOrEqualTo", "mustBeLessOrEqualTo"))) {
      hint = ". Use mustBeBetween: [" + text(keys, first) + ", " + text(keys, second) + "]";
    }
    keys.problemAt(
        first,
        "two operators, "
            + first
            + " and "
            + second
            + " (line "
            + keys.placeOf(second).line()
            + "); a rule has one"
            + hint);
  }

  private static String text(YamlKeys keys, String key) {
    return keys.find(key).filter(YamlValue::isNumber).map(YamlValue::scalar).orElse("…");
  }

  private static List<BigDecimal> single(YamlValue value) {
    BigDecimal number = value.number();
    return number == null ? List.of() : List.of(number);
  }

  private static List<BigDecimal> pair(YamlValue value) {
    List<BigDecimal> bounds = new ArrayList<>();
    List<YamlValue> items = value.items();
    for (YamlValue item : items) {
      BigDecimal number = item.number();
      if (number != null) {
        bounds.add(number);
      }
    }
    boolean inOrder = bounds.size() != 2 || bounds.get(0).compareTo(bounds.get(1)) < 0;
    if (value.isList() && (items.size() != 2 || !inOrder)) {
      value.problem(value.name() + " takes two different numbers, the smaller first");
      return List.of();
    }
    return bounds.size() == 2 ? List.copyOf(bounds) : List.of();
  }
}
