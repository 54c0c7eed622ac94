package io.towpath.contract;

import io.towpath.contract.Contract.Partitioning;
import io.towpath.contract.Contract.Quality;
import io.towpath.core.Check;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what identifies, orders, partitions and indexes rows. */
final class KeysReader {
  private final List<Column> columns;
  private final List<Quality> quality;

  KeysReader(List<Column> columns, List<Quality> quality) {
    this.columns = columns;
    this.quality = quality;
  }

  /** Columns by name; partitioning is null if the contract does not say. */
  record Keys(
      List<String> primaryKey,
      List<String> mergeKey,
      List<String> versionedBy,
      @Nullable Partitioning partitioning,
      List<List<String>> indexes) {}

  Keys read(Map<String, YamlValue> ours) {
    List<Column> key = primaryKey();
    List<String> names = key.stream().map(Column::name).toList();
    return new Keys(
        names,
        mergeKey(names),
        versionedBy(Optional.ofNullable(ours.get("versionedBy")), names),
        Partitions.read(columns, key),
        indexes(Optional.ofNullable(ours.get("indexes"))));
  }

  private List<Column> primaryKey() {
    List<Column> key = columns.stream().filter(Column::primaryKey).toList();
    List<Column> placed = key.stream().filter(column -> column.keyPosition() > 0).toList();
    if (placed.isEmpty()) {
      return key;
    }
    for (Column column : key) {
      if (column.keyPosition() <= 0) {
        column.problemAt(
            "primaryKey",
            "key column " + column.name() + " has no primaryKeyPosition, but others have");
      }
    }
    List<Column> ordered =
        placed.stream().sorted(Comparator.comparingLong(Column::keyPosition)).toList();
    for (int i = 0; i < ordered.size(); i++) {
      if (ordered.get(i).keyPosition() != i + 1) {
        ordered
            .get(i)
            .problemAt(
                "primaryKeyPosition",
                "key positions go 1, 2, 3 without gaps; found "
                    + ordered.get(i).keyPosition()
                    + ", expected "
                    + (i + 1));
        break;
      }
    }
    return ordered;
  }

  /** A smaller unique set inside the key tells more: the rest of the key may change. */
  private List<String> mergeKey(List<String> primaryKey) {
    return quality.stream()
        .filter(rule -> "duplicateValues".equals(rule.metric()))
        .filter(
            rule ->
                rule.severity() == Check.Severity.ERROR
                    && rule.operator() == Check.Operator.MUST_BE
                    && rule.bounds().get(0).signum() == 0)
        .map(rule -> rule.column() == null ? rule.properties() : List.of(rule.column()))
        .filter(set -> !set.isEmpty() && primaryKey.containsAll(set))
        .min(Comparator.comparingInt(List::size))
        .map(set -> primaryKey.stream().filter(set::contains).toList())
        .orElse(primaryKey);
  }

  private List<String> versionedBy(Optional<YamlValue> value, List<String> primaryKey) {
    List<String> versions = new ArrayList<>();
    value.ifPresent(
        found -> {
          if (primaryKey.isEmpty()) {
            found.problem("versionedBy chooses among rows of one key, but no column is primaryKey");
          }
          resolve(found).forEach(item -> version(item, versions));
        });
    return List.copyOf(versions);
  }

  private static void version(Resolved item, List<String> versions) {
    Column column = item.column();
    versions.add(column.name());
    if (column.field().generated() != null) {
      item.value()
          .problem("column " + column.name() + " is filled by Towpath; it orders no versions");
    } else if (!column.isOrdered() || column.field().mask() != null) {
      item.value()
          .problem(
              "column "
                  + column.name()
                  + " has no exact order; expected a number, a time or text"
                  + " that is not masked");
    }
  }

  private List<List<String>> indexes(Optional<YamlValue> value) {
    List<List<String>> indexes = new ArrayList<>();
    for (YamlValue item : value.map(YamlValue::items).orElse(List.of())) {
      List<String> names = resolve(item).map(resolved -> resolved.column().name()).toList();
      if (!names.isEmpty() && indexes.contains(names)) {
        item.problem("this index is listed already");
      }
      indexes.add(names);
    }
    return List.copyOf(indexes);
  }

  private record Resolved(YamlValue value, Column column) {}

  /** The columns that a list names. */
  private Stream<Resolved> resolve(YamlValue list) {
    List<YamlValue> items = list.items();
    if (list.isList() && items.isEmpty()) {
      list.problem("this list is empty; expected columns");
    }
    Set<String> seen = new HashSet<>();
    List<Resolved> resolved = new ArrayList<>();
    for (YamlValue item : items) {
      String name = item.text();
      if (name != null && !seen.add(name)) {
        item.problem("column " + name + " is listed twice");
      } else if (name != null) {
        column(columns, item, name).ifPresent(column -> resolved.add(new Resolved(item, column)));
      }
    }
    return resolved.stream();
  }

  /** The column that a word of the contract means; notes a mistake if there is none. */
  static Optional<Column> column(List<Column> columns, YamlValue value, String name) {
    Optional<Column> column =
        columns.stream().filter(candidate -> candidate.property().equals(name)).findFirst();
    boolean nameless = columns.stream().anyMatch(candidate -> candidate.property().isEmpty());
    if (column.isEmpty() && !nameless) {
      value.problem(
          "there is no property "
              + name
              + Nearest.hint(name, columns.stream().map(Column::property).toList()));
    }
    return column;
  }
}
