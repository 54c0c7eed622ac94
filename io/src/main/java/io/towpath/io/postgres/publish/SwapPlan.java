package io.towpath.io.postgres.publish;

import io.towpath.config.Feed;
import io.towpath.contract.Contract;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.publish.LoadPlan.Statement;
import io.towpath.io.postgres.stage.Identifier;
import io.towpath.io.postgres.stage.Sealing;
import io.towpath.io.postgres.stage.StageTable;
import io.towpath.io.postgres.stage.TableDdl;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans how a swap stage's partitions take the place of the target's. The target itself is never
 * touched, so what hangs on it stays: grants, views, comments.
 */
final class SwapPlan {
  private final StageTable stage;
  private final Contract contract;

  private SwapPlan(StageTable stage) {
    this.stage = stage;
    this.contract = stage.contract();
  }

  /** A partition of the stage: its name, and its bounds as the server writes them. */
  record Twin(String name, String bounds) {}

  /**
   * What the server has and the plan must know.
   *
   * @param partitions of the target
   * @param twins partitions of the stage
   * @param tombstones whether the target has a table of deletes
   * @param copyRole whether there is a role that may write stages, but no targets
   */
  record Found(List<String> partitions, List<Twin> twins, boolean tombstones, boolean copyRole) {}

  /** The plan of a mode. */
  static LoadPlan of(StageTable stage, Feed.Mode mode, Found found) {
    SwapPlan plan = new SwapPlan(stage);
    List<Statement> statements = new ArrayList<>();
    if (!found.partitions().isEmpty()) {
      statements.add(Statement.of("drop old partitions", plan.drop(found.partitions())));
    }
    if (found.tombstones() && mode == Feed.Mode.REPLACE) {
      statements.add(Statement.of("forget deletes", "delete from " + stage.tombstones()));
    }
    if (found.tombstones() && mode.merges() && stage.deletes()) {
      statements.add(
          Statement.of("remember deletes", ApplyPlan.remember(stage, stage.deletesRelation(), "")));
    }
    for (Twin twin : found.twins()) {
      plan.exchange(twin, found, statements);
    }
    return new LoadPlan(statements);
  }

  /** In the transaction, so that names are free at once and nothing is left to sweep. */
  private String drop(List<String> partitions) {
    List<String> names = new ArrayList<>();
    for (String partition : partitions) {
      names.add(Identifier.quoted(contract.schema(), partition));
    }
    return "drop table " + String.join(", ", names);
  }

  private void exchange(Twin twin, Found found, List<Statement> statements) {
    String partition =
        Identifier.fitted(contract.table(), twin.name().substring(stage.name().length()));
    String staged = Identifier.quoted(StageTable.SCHEMA, twin.name());
    String target = Identifier.quoted(contract.schema(), partition);
    String name = "exchange " + partition;
    statements.add(
        Statement.of(name, "alter table " + stage.relation() + " detach partition " + staged));
    statements.add(
        Statement.of(
            name, "alter table " + staged + " set schema " + Identifier.quoted(contract.schema())));
    if (!contract.primaryKey().isEmpty()) {
      statements.add(rename(name, Sealing.keyName(twin.name()), Sealing.keyName(partition)));
    }
    for (List<String> columns : contract.indexes()) {
      statements.add(
          rename(
              name,
              TableDdl.indexName(twin.name(), columns),
              TableDdl.indexName(partition, columns)));
    }
    statements.add(
        Statement.of(
            name,
            "alter table "
                + Identifier.quoted(contract.schema(), twin.name())
                + " rename to "
                + Identifier.quoted(partition)));
    statements.add(
        Statement.of(
            name,
            "alter table " + stage.target() + " attach partition " + target + " " + twin.bounds()));
    statements.add(
        Statement.of(
            name, "alter table " + target + " drop constraint if exists " + StageTable.BOUNDS));
    if (found.copyRole()) {
      statements.add(
          Statement.of(name, "revoke all on table " + target + " from " + Role.COPY.login()));
    }
  }

  private Statement rename(String name, String from, String to) {
    return Statement.of(
        name,
        "alter index "
            + Identifier.quoted(contract.schema(), from)
            + " rename to "
            + Identifier.quoted(to));
  }
}
