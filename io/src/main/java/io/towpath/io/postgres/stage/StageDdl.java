package io.towpath.io.postgres.stage;

import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import java.util.ArrayList;
import java.util.List;

/** Writes the SQL that makes a stage. Pure. */
final class StageDdl {

  private StageDdl() {}

  /**
   * The statements that make a stage's tables; a swap stage's partitions are made with the rows.
   */
  static List<String> create(StageTable stage) {
    return stage.swap() ? swap(stage) : apply(stage);
  }

  private static List<String> swap(StageTable stage) {
    List<String> statements = new ArrayList<>();
    statements.add(
        "create table "
            + stage.relation()
            + " (like "
            + stage.target()
            + " including all excluding indexes excluding comments) partition by "
            + PartitionScheme.of(stage.contract()).clause());
    if (stage.deletes()) {
      statements.add(
          "create table "
              + stage.deletesRelation()
              + " (\n  "
              + String.join(",\n  ", columns(stage.contract()))
              + "\n)");
    }
    return statements;
  }

  private static List<String> apply(StageTable stage) {
    List<String> columns = columns(stage.contract());
    columns.add(StageTable.OPERATION + " \"char\" not null");
    return List.of(
        "create unlogged table "
            + stage.relation()
            + " (\n  "
            + String.join(",\n  ", columns)
            + "\n)",
        "create unlogged table " + stage.markerRelation() + " (present boolean not null)",
        "insert into " + stage.markerRelation() + " values (true)");
  }

  /** Only keys are required: a row that deletes its key may have nothing else. */
  private static List<String> columns(Contract contract) {
    List<String> columns = new ArrayList<>();
    for (Field field : contract.fields()) {
      columns.add(TableDdl.column(field, contract.mergeKey().contains(field.name())));
    }
    columns.add(PartitionScheme.BATCH + " bigint not null");
    return columns;
  }

  /** The statements that make the table of a target's deletes. */
  static List<String> tombstones(StageTable stage, boolean schemaExists) {
    Contract contract = stage.contract();
    List<String> columns = new ArrayList<>();
    for (String name : contract.mergeKey()) {
      columns.add(TableDdl.column(contract.field(name).orElseThrow(), true));
    }
    for (String name : contract.versionedBy()) {
      if (!contract.mergeKey().contains(name)) {
        columns.add(TableDdl.column(contract.field(name).orElseThrow(), false));
      }
    }
    columns.add(PartitionScheme.BATCH + " bigint not null");
    columns.add("primary key (" + Identifier.quoted(contract.mergeKey()) + ")");
    List<String> statements = new ArrayList<>();
    if (!schemaExists) {
      statements.add("create schema if not exists " + StageTable.TOMBSTONES);
    }
    statements.add(
        "create table if not exists "
            + stage.tombstones()
            + " (\n  "
            + String.join(",\n  ", columns)
            + "\n)");
    return statements;
  }
}
