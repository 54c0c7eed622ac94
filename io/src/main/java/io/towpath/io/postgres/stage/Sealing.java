package io.towpath.io.postgres.stage;

import io.towpath.contract.Contract;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.SqlRetry;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.postgres.WarehouseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Gets a full stage ready for the publishing transaction, so that this one only exchanges names:
 * keys and indexes on a swap stage's partitions, statistics on all. What was done before is not
 * done again.
 */
public final class Sealing {
  /** More would compete for the server's cores and disks with whoever reads. */
  private static final int CONNECTIONS = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final WarehouseAddress address;
  private final StageTable stage;
  private final String run;

  private Sealing(WarehouseAddress address, StageTable stage, String run) {
    this.address = address;
    this.stage = stage;
    this.run = run;
  }

  /** Seals the stage of a run. */
  public static void seal(WarehouseAddress address, StageTable stage, String run) {
    new Sealing(address, stage, run).seal();
  }

  private void seal() {
    if (!stage.swap()) {
      Warehouse.call(
          address, run, Role.LOADER, c -> execute(c, List.of("analyze " + stage.relation())));
      return;
    }
    List<String> twins =
        Warehouse.call(
            address,
            run,
            Role.LOADER,
            c -> PartitionTables.present(c, StageTable.SCHEMA, stage.name()));
    Queue<String> waiting = new ConcurrentLinkedQueue<>(twins);
    int connections = Math.min(CONNECTIONS, twins.size());
    List<CompletableFuture<Void>> work = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      work.add(CompletableFuture.runAsync(() -> sealFrom(waiting, twins.size())));
    }
    try {
      CompletableFuture.allOf(work.toArray(new CompletableFuture<?>[0])).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void sealFrom(Queue<String> waiting, int partitions) {
    for (String twin = waiting.poll(); twin != null; twin = waiting.poll()) {
      String name = twin;
      try {
        SqlRetry.within(PATIENCE)
            .get(
                () -> {
                  try (Connection connection = Warehouse.connect(address, run, Role.LOADER)) {
                    execute(connection, settings(partitions));
                    return execute(connection, missing(connection, name));
                  }
                });
      } catch (SQLException e) {
        throw Warehouse.failure(address, e);
      }
    }
  }

  private static List<String> settings(int partitions) {
    List<String> settings = new ArrayList<>();
    settings.add("set maintenance_work_mem = '256MB'");
    settings.add(Statistics.detail(partitions));
    if (partitions >= CONNECTIONS) {
      settings.add("set max_parallel_maintenance_workers = 0");
    }
    return settings;
  }

  private List<String> missing(Connection connection, String twin) throws SQLException {
    Contract contract = stage.contract();
    Set<String> present = new HashSet<>(indexes(connection, twin));
    String table = Identifier.quoted(StageTable.SCHEMA, twin);
    List<String> statements = new ArrayList<>();
    if (!contract.primaryKey().isEmpty() && present.add(keyName(twin))) {
      statements.add(
          "alter table "
              + table
              + " add constraint "
              + Identifier.quoted(keyName(twin))
              + " primary key ("
              + Identifier.quoted(contract.primaryKey())
              + ")");
    }
    for (List<String> columns : contract.indexes()) {
      if (present.add(TableDdl.indexName(twin, columns))) {
        statements.add(
            "create index "
                + Identifier.quoted(TableDdl.indexName(twin, columns))
                + " on "
                + table
                + " ("
                + Identifier.quoted(columns)
                + ")");
      }
    }
    statements.add("analyze " + table);
    return statements;
  }

  /** Name of the primary key's index on the target, or on one of its partitions. */
  public static String keyName(String table) {
    return Identifier.fitted(table, "_pkey");
  }

  private static List<String> indexes(Connection connection, String twin) throws SQLException {
    List<String> names = new ArrayList<>();
    try (var query =
        connection.prepareStatement(
            "select indexname from pg_indexes where schemaname = ? and tablename = ?")) {
      query.setString(1, StageTable.SCHEMA);
      query.setString(2, twin);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
    }
    return names;
  }

  private static int execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return statements.size();
  }
}
