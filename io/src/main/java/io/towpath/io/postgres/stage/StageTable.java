package io.towpath.io.postgres.stage;

import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Names the tables that hold a run's candidate rows. A swap stage is a partitioned table whose
 * partitions become the target's; an apply stage is one unlogged table whose rows are merged into
 * the target by their operation.
 *
 * @param contract what the target promises
 * @param name of the table in {@link #SCHEMA}; the others' names begin with it
 * @param swap whether it is a swap stage
 * @param deletes whether some of the rows delete their key
 */
public record StageTable(Contract contract, String name, boolean swap, boolean deletes)
    implements Serializable {
  /** Schema of all stages; the ledger's migrations make it. */
  public static final String SCHEMA = "towpath_stage";

  /** Schema of the tables that remember deletes. */
  static final String TOMBSTONES = "towpath_tombstones";

  /** System column of apply stages: {@code U} or {@code D}. */
  public static final String OPERATION = "_op";

  /** Name of the constraint by which a partition is attached without a scan. */
  public static final String BOUNDS = "towpath_bounds";

  /** Leaves room for the suffixes of partitions and indexes. */
  private static final int RESERVED = 24;

  /** Names the stage of a run. */
  public static StageTable of(Contract contract, String run, boolean swap, boolean deletes) {
    String name = Identifier.fitted(contract.table() + "_" + run, "x".repeat(RESERVED));
    return new StageTable(contract, name.substring(0, name.length() - RESERVED), swap, deletes);
  }

  /** The table that holds all rows, as SQL names it. */
  public String relation() {
    return Identifier.quoted(SCHEMA, name);
  }

  /** All tables that a stage of the name may have, as SQL names them. */
  static List<String> tables(String stage) {
    return List.of(
        Identifier.quoted(SCHEMA, stage),
        Identifier.quoted(SCHEMA, Identifier.fitted(stage, "_gone")),
        Identifier.quoted(SCHEMA, Identifier.fitted(stage, "_mark")));
  }

  /** The target, as SQL names it. */
  public String target() {
    return TableDdl.target(contract);
  }

  /** Where a swap stage keeps rows that delete a key, as SQL names it. */
  public String deletesRelation() {
    return Identifier.quoted(SCHEMA, Identifier.fitted(name, "_gone"));
  }

  /** An unlogged table with one row, which a crash of the server empties like the stage itself. */
  public String markerRelation() {
    return Identifier.quoted(SCHEMA, Identifier.fitted(name, "_mark"));
  }

  /**
   * Where the deletes of a target are remembered, so that an older batch that comes late does not
   * resurrect a row, as SQL names it.
   */
  public String tombstones() {
    return tombstones(contract);
  }

  static String tombstones(Contract contract) {
    return Identifier.quoted(
        TOMBSTONES, Identifier.fitted(contract.schema() + "." + contract.table(), ""));
  }

  /** Name of the table that becomes a partition of the target. */
  String twin(Partition partition) {
    return Identifier.fitted(name, partition.suffix());
  }

  /** Where rows are copied to. */
  String copyRelation() {
    boolean single = swap && PartitionScheme.of(contract).isWhole();
    return single ? Identifier.quoted(SCHEMA, twin(Partition.whole())) : relation();
  }

  /** The columns of a tuple, in order. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (Field field : contract.fields()) {
      columns.add(field.name());
    }
    columns.add(PartitionScheme.BATCH);
    if (!swap) {
      columns.add(OPERATION);
    }
    return columns;
  }
}
