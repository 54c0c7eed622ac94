package io.towpath.contract;

import io.towpath.contract.Contract.Partitioning;
import io.towpath.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads by which column the table is partitioned, and how widely. */
final class Partitions {
  private static final Map<String, Partitioning.Grain> GRAINS = new LinkedHashMap<>();

  static {
    for (Partitioning.Grain grain : Partitioning.Grain.values()) {
      GRAINS.put(grain.name().toLowerCase(Locale.ROOT), grain);
    }
  }

  private Partitions() {}

  /** Null if no column is partitioned. */
  static @Nullable Partitioning read(List<Column> columns, List<Column> key) {
    List<Column> partitioned = columns.stream().filter(Column::partitioned).toList();
    for (Column column : columns) {
      if (column.partitionBy() != null && !column.partitioned()) {
        column.partitionBy().problem("partitionBy has no meaning without partitioned: true");
      }
    }
    if (partitioned.isEmpty()) {
      return null;
    }
    if (partitioned.size() > 1) {
      partitioned
          .get(1)
          .problemAt("partitioned", "Towpath partitions by one column; this is the second");
    }
    Column column = partitioned.get(0);
    if (!key.isEmpty() && !key.contains(column)) {
      column.problemAt(
          "partitioned",
          "PostgreSQL wants the partition column in the primary key; add primaryKey: true to "
              + column.name());
    }
    return new Partitioning(column.name(), grain(column));
  }

  private static Partitioning.Grain grain(Column column) {
    YamlValue value = column.partitionBy();
    Partitioning.Grain usual =
        column.isTemporal() ? Partitioning.Grain.MONTH : Partitioning.Grain.VALUE;
    Partitioning.Grain chosen = value == null ? usual : value.choice(GRAINS);
    if (chosen == null) {
      return usual;
    }
    ColumnType.Kind kind = column.field().type().kind();
    boolean byTime = chosen != Partitioning.Grain.VALUE;
    if (value != null && byTime && !column.isTemporal()) {
      value.problem(
          "column "
              + column.name()
              + " is "
              + SqlTypes.text(column.field().type())
              + "; expected partitionBy: value, or a date or timestamp");
    }
    if (value != null && chosen == Partitioning.Grain.HOUR && kind == ColumnType.Kind.DATE) {
      value.problem(
          "column " + column.name() + " is a date, which has no hours; expected day or wider");
    }
    return chosen;
  }
}
