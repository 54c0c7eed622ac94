package io.towpath.contract;

import java.util.List;
import java.util.Optional;

/** An object of a contract, read. */
record BoundObject(
    String name,
    String table,
    String description,
    List<Column> columns,
    KeysReader.Keys keys,
    QualityReader.Rules rules) {

  /** What the root says. */
  record Root(
      String file, String id, String version, String status, String schema, String purpose) {}

  Optional<Column> column(String property) {
    return columns.stream().filter(column -> column.property().equals(property)).findFirst();
  }

  Contract contract(Root root, SlaReader.Levels levels) {
    return new Contract(
        root.file(),
        root.id(),
        root.version(),
        root.status(),
        root.schema(),
        name,
        table,
        description.isEmpty() ? root.purpose() : description,
        columns.stream().map(Column::field).toList(),
        keys.primaryKey(),
        keys.mergeKey(),
        keys.versionedBy(),
        keys.partitioning(),
        keys.indexes(),
        rules.rows(),
        rules.quality(),
        levels.errorRate(),
        levels.levels());
  }
}
