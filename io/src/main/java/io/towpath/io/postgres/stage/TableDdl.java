package io.towpath.io.postgres.stage;

import io.towpath.config.Feed;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compiles a contract to the SQL that creates its target: schema, partitioned table with key,
 * indexes and comments. The partitions themselves are made when rows for them arrive. Pure: a
 * contract and a mode always give the same text.
 */
public final class TableDdl {

  private TableDdl() {}

  /** The statements in order; each may be repeated without harm. */
  public static List<String> create(Contract contract, Feed.Mode mode) {
    List<String> statements = new ArrayList<>();
    statements.add("create schema if not exists " + Identifier.quoted(contract.schema()));
    statements.add(table(contract, mode));
    statements.addAll(indexes(contract));
    statements.addAll(comments(contract));
    if (DeletionMark.isSystemColumn(contract, mode)) {
      statements.add(commentOnMark(contract));
    }
    return statements;
  }

  /** The statements as a script. */
  public static String text(Contract contract, Feed.Mode mode) {
    return create(contract, mode).stream().map(line -> line + ";\n").collect(Collectors.joining());
  }

  private static String table(Contract contract, Feed.Mode mode) {
    List<String> lines = new ArrayList<>();
    for (Field field : contract.fields()) {
      lines.add(column(field, field.required() || contract.primaryKey().contains(field.name())));
    }
    lines.add(PartitionScheme.BATCH + " bigint not null");
    if (DeletionMark.isSystemColumn(contract, mode)) {
      lines.add(DeletionMark.COLUMN + " " + DeletionMark.TYPE);
    }
    if (!contract.primaryKey().isEmpty()) {
      lines.add("primary key (" + Identifier.quoted(contract.primaryKey()) + ")");
    }
    return "create table if not exists "
        + target(contract)
        + " (\n  "
        + String.join(",\n  ", lines)
        + "\n) partition by "
        + PartitionScheme.of(contract).clause();
  }

  /** The table, quoted, with its schema. */
  public static String target(Contract contract) {
    return Identifier.quoted(contract.schema(), contract.table());
  }

  static String column(Field field, boolean required) {
    return Identifier.quoted(field.name())
        + " "
        + TypeName.of(field.type())
        + (required ? " not null" : "");
  }

  private static List<String> indexes(Contract contract) {
    List<String> statements = new ArrayList<>();
    for (List<String> columns : contract.indexes()) {
      String name = indexName(contract.table(), columns);
      statements.add(
          "create index if not exists "
              + Identifier.quoted(name)
              + " on "
              + target(contract)
              + " ("
              + Identifier.quoted(columns)
              + ")");
    }
    return statements;
  }

  /** Name of an index on the target, or on one of its partitions. */
  public static String indexName(String table, List<String> columns) {
    return Identifier.fitted(table + "_" + String.join("_", columns), "_idx");
  }

  private static List<String> comments(Contract contract) {
    List<String> statements = new ArrayList<>();
    if (!contract.description().isEmpty()) {
      statements.add(
          "comment on table "
              + target(contract)
              + " is "
              + Identifier.literal(contract.description()));
    }
    for (Field field : contract.fields()) {
      if (!field.description().isEmpty()) {
        statements.add(comment(contract, field.name(), field.description()));
      }
    }
    statements.add(
        comment(contract, PartitionScheme.BATCH, "Batch of the raw zone that the row came from."));
    return statements;
  }

  /** The statements that give a target the column that marks rows as deleted. */
  static List<String> addMark(Contract contract) {
    return List.of(
        "alter table "
            + target(contract)
            + " add column if not exists "
            + DeletionMark.COLUMN
            + " "
            + DeletionMark.TYPE,
        commentOnMark(contract));
  }

  private static String commentOnMark(Contract contract) {
    return comment(contract, DeletionMark.COLUMN, "When the row was deleted; null if it was not.");
  }

  private static String comment(Contract contract, String column, String text) {
    return "comment on column "
        + target(contract)
        + "."
        + Identifier.quoted(column)
        + " is "
        + Identifier.literal(text);
  }
}
