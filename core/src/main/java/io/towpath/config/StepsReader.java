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
  private static final List<String> STEPS = List.of("derive", "filter", "explode", "use");

  private final @Nullable Contract contract;

  StepsReader(@Nullable Contract contract) {
    this.contract = contract;
  }

  List<Feed.StepDeclaration> read(Optional<YamlValue> value) {
    List<Feed.StepDeclaration> steps = new ArrayList<>();
    for (YamlValue item : value.map(YamlValue::items).orElse(List.of())) {
      boolean uses = item.isMapping() && item.anyKeys().filter(keys -> keys.has("use")).isPresent();
      if (uses) {
        item.keys(List.of("use", "with")).ifPresent(keys -> steps.add(use(item, keys)));
      } else {
        item.keys(STEPS).ifPresent(keys -> steps.addAll(step(item, keys)));
      }
    }
    return List.copyOf(steps);
  }

  private static Feed.StepDeclaration use(YamlValue item, YamlKeys keys) {
    String use = keys.find("use").map(YamlValue::text).orElse("");
    return new Feed.StepDeclaration.Use(use, PluginReader.with(keys), item.place().line());
  }

  private Optional<Feed.StepDeclaration> explode(YamlKeys keys, int line) {
    String column =
        keys.require("column", "the column that has the array").map(YamlValue::text).orElse(null);
    Map<String, String> into = new LinkedHashMap<>();
    keys.require("into", "columns of the contract with JSON Pointers, such as {sku: /sku}")
        .flatMap(YamlValue::anyKeys)
        .ifPresent(columns -> pointers(columns, into));
    return column == null
        ? Optional.empty()
        : Optional.of(
            new Feed.StepDeclaration.Explode(column, Collections.unmodifiableMap(into), line));
  }

  private void pointers(YamlKeys columns, Map<String, String> into) {
    for (String name : columns.names()) {
      refuseUnknown(columns, name);
      columns.find(name).map(RestPointers::read).ifPresent(pointer -> into.put(name, pointer));
    }
  }

  private List<Feed.StepDeclaration> step(YamlValue item, YamlKeys keys) {
    if (keys.names().size() != 1) {
      item.problem(
          "a step has "
              + keys.names().size()
              + " keys; expected one of derive, filter, explode and use, each with its own dash");
    }
    int line = item.place().line();
    List<Feed.StepDeclaration> steps = new ArrayList<>();
    keys.find("derive")
        .flatMap(YamlValue::anyKeys)
        .ifPresent(columns -> steps.add(new Feed.StepDeclaration.Derive(derive(columns), line)));
    keys.find("explode")
        .flatMap(value -> value.keys(List.of("column", "into")))
        .flatMap(found -> explode(found, line))
        .ifPresent(steps::add);
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
