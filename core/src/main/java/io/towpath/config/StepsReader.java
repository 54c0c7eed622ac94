package io.towpath.config;

import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what happens to each record. Expressions are compiled by those who run them. */
final class StepsReader {
  private static final List<String> STEPS = List.of("derive", "filter");

  private final @Nullable Contract contract;

  StepsReader(@Nullable Contract contract) {
    this.contract = contract;
  }

  List<Feed.StepDeclaration> read(Optional<YamlValue> value) {
    List<Feed.StepDeclaration> steps = new ArrayList<>();
    for (YamlValue item : value.map(YamlValue::items).orElse(List.of())) {
      item.keys(STEPS).ifPresent(keys -> steps.addAll(step(item, keys)));
    }
    return List.copyOf(steps);
  }

  private List<Feed.StepDeclaration> step(YamlValue item, YamlKeys keys) {
    if (keys.names().size() != 1) {
      item.problem(
          "a step has "
              + keys.names().size()
              + " keys; expected one of derive and filter, each with its own dash");
    }
    int line = item.place().line();
    List<Feed.StepDeclaration> steps = new ArrayList<>();
    keys.find("derive")
        .flatMap(YamlValue::anyKeys)
        .ifPresent(columns -> steps.add(new Feed.StepDeclaration.Derive(derive(columns), line)));
    String where = keys.text("filter");
    if (where != null) {
      steps.add(new Feed.StepDeclaration.Filter(where, line));
    }
    return steps;
  }

  private Map<String, String> derive(YamlKeys columns) {
    Map<String, String> expressions = new LinkedHashMap<>();
    for (String column : columns.names()) {
      refuseUnknown(columns, column);
      String expression = columns.text(column);
      if (expression != null) {
        expressions.put(column, expression);
      }
    }
    return Collections.unmodifiableMap(expressions);
  }

  private void refuseUnknown(YamlKeys columns, String column) {
    if (contract == null) {
      return;
    }
    List<String> fillable =
        contract.fields().stream()
            .filter(field -> field.generated() == null)
            .map(Field::name)
            .toList();
    if (fillable.contains(column)) {
      return;
    }
    boolean generated = contract.field(column).isPresent();
    columns.problemAt(
        column,
        generated
            ? "column " + column + " is filled by Towpath; it cannot be derived"
            : "the contract has no column " + column + Nearest.hint(column, fillable));
  }
}
