package io.towpath.io.postgres.stage;

import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.SqlRetry;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.postgres.WarehouseAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes partitions where rows need them: those of the stage in a swap, those of the target in an
 * apply. Each in a short transaction of its own, made beside the table and then attached, which
 * waits for no reader and no COPY; two who want the same one take turns by an advisory lock.
 */
public final class PartitionTables {
  private final WarehouseAddress address;
  private final StageTable stage;
  private final SqlRetry retry;
  private final Set<String> known = new HashSet<>();

  PartitionTables(WarehouseAddress address, StageTable stage, SqlRetry retry) {
    this.address = address;
    this.stage = stage;
    this.retry = retry;
  }

  /** Makes those that are missing. */
  void ensure(Collection<Partition> partitions, String run) throws SQLException {
    List<Partition> unknown =
        partitions.stream().filter(partition -> !known.contains(partition.suffix())).toList();
    if (unknown.isEmpty()) {
      return;
    }
    retry.get(
        () -> {
          try (Connection connection = Warehouse.connect(address, run, Role.LOADER)) {
            make(connection, unknown);
          }
          return null;
        });
    unknown.forEach(partition -> known.add(partition.suffix()));
  }

  private void make(Connection connection, List<Partition> wanted) throws SQLException {
    Set<String> present = new HashSet<>(present(connection, schema(), parent()));
    for (Partition partition : wanted) {
      if (!present.contains(name(partition))) {
        if (present.size() >= PartitionLimit.PARTITIONS) {
          throw PartitionLimit.exceeded(
              PartitionScheme.of(stage.contract()).column(), PartitionLimit.PARTITIONS);
        }
        makeOne(connection, partition);
        present.add(name(partition));
      }
    }
  }

  private void makeOne(Connection connection, Partition partition) throws SQLException {
    connection.setAutoCommit(false);
    lock(connection);
    if (!present(connection, schema(), parent()).contains(name(partition))) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("set local lock_timeout = '5s'");
        for (String sql : statements(partition)) {
          statement.execute(sql);
        }
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void lock(Connection connection) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
      lock.setString(1, "towpath partitions of " + schema() + "." + parent());
      lock.execute();
    }
  }

  /** The check spares a scan when the table is attached once more, to the target. */
  private List<String> statements(Partition partition) {
    String table = Identifier.quoted(schema(), name(partition));
    String like = "create table " + table + " (like " + stage.target() + " including all excluding";
    String attach =
        "alter table "
            + Identifier.quoted(schema(), parent())
            + " attach partition "
            + table
            + " "
            + partition.bounds();
    if (!stage.swap()) {
      return List.of(like + " indexes)", attach);
    }
    String check =
        partition.check().isEmpty()
            ? ""
            : ", constraint " + StageTable.BOUNDS + " check (" + partition.check() + ")";
    return List.of(like + " indexes excluding comments" + check + ")", attach);
  }

  private String schema() {
    return stage.swap() ? StageTable.SCHEMA : stage.contract().schema();
  }

  private String parent() {
    return stage.swap() ? stage.name() : stage.contract().table();
  }

  private String name(Partition partition) {
    return stage.swap()
        ? stage.twin(partition)
        : Identifier.fitted(stage.contract().table(), partition.suffix());
  }

  /** Names of the partitions that a table has. */
  public static List<String> present(Connection connection, String schema, String table)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                + " where i.inhparent = (select p.oid from pg_class p"
                + " join pg_namespace n on n.oid = p.relnamespace"
                + " where n.nspname = ? and p.relname = ?) order by c.relname")) {
      query.setString(1, schema);
      query.setString(2, table);
      List<String> names = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }
  }
}
