package io.towpath.io.postgres.stage;

import io.towpath.config.Feed;
import io.towpath.core.ExitCode;
import io.towpath.core.RunContext;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.SqlRetry;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.postgres.WarehouseAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes and drops stages. Only the holder of the feed's write lease calls it, so the target is
 * filled by nobody else in between.
 */
public final class Stages {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final WarehouseAddress address;

  private Stages(WarehouseAddress address) {
    this.address = address;
  }

  /** The stages of a warehouse. */
  public static Stages of(WarehouseAddress address) {
    return new Stages(address);
  }

  /**
   * Makes the target if it is missing, and names the stage of a run: a swap stage where the run's
   * rows will be all that the target holds, else an apply stage. Write the run into the ledger
   * before {@link #create}, so that a stage without its run cannot be.
   *
   * @throws TowpathException if the target is not as the contract says
   */
  public StageTable plan(Feed feed, RunContext run) {
    RowEncoder.check(feed.contract());
    return Warehouse.call(
        address,
        run.run(),
        Role.LOADER,
        connection -> {
          TargetTable target = new TargetTable(connection, feed);
          target.ensure();
          boolean replace = feed.load().mode() == Feed.Mode.REPLACE;
          return StageTable.of(
              feed.contract(), run.run(), replace || target.isEmpty(), feed.deletes());
        });
  }

  /** Makes the tables of a planned stage. */
  public void create(Feed feed, StageTable stage, RunContext run) {
    Warehouse.call(
        address,
        run.run(),
        Role.LOADER,
        connection -> {
          create(connection, feed, stage);
          if (stage.swap() && PartitionScheme.of(stage.contract()).isWhole()) {
            new PartitionTables(address, stage, SqlRetry.within(PATIENCE))
                .ensure(List.of(Partition.whole()), run.run());
          }
          return null;
        });
  }

  /** The stage that a run was planned with. */
  public static StageTable of(Feed feed, RunRow.Plan plan) {
    String name = plan.stage();
    if (name == null) {
      throw new TowpathException(
          ExitCode.WAREHOUSE, "run " + plan.run() + " has no stage any more; run the feed again");
    }
    return new StageTable(feed.contract(), name, plan.way() == RunRow.Way.SWAP, feed.deletes());
  }

  /** Drops all tables of a stage that are left; a second time does nothing. */
  public void drop(StageTable stage, String run) {
    drop(stage.name(), run);
  }

  /**
   * Drops all tables of a stage that are left, and writes into the ledger that the run has none any
   * more. A worker that outlived its driver and is still copying is waited for.
   *
   * @param stage name of the stage, as the ledger has it
   */
  public void drop(String stage, String run) {
    try {
      SqlRetry.within(PATIENCE)
          .get(
              () -> {
                try (Connection connection = Warehouse.connect(address, run, Role.LOADER)) {
                  return drop(connection, stage, run);
                }
              });
    } catch (SQLException e) {
      throw Warehouse.failure(address, e);
    }
  }

  private static int drop(Connection connection, String stage, String run) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set lock_timeout = '10s'");
      for (String table : StageTable.tables(stage)) {
        statement.execute("drop table if exists " + table);
      }
    }
    try (PreparedStatement update =
        connection.prepareStatement("update towpath.run set stage = null where run = ?")) {
      update.setString(1, run);
      return update.executeUpdate();
    }
  }

  private static void create(Connection connection, Feed feed, StageTable stage)
      throws SQLException {
    List<String> statements = new ArrayList<>();
    if (stage.deletes() && feed.load().mode().merges()) {
      boolean present = new TargetTable(connection, feed).hasSchema(StageTable.TOMBSTONES);
      statements.addAll(StageDdl.tombstones(stage, present));
    }
    statements.addAll(StageDdl.create(stage));
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    connection.commit();
  }

  /** Whether a query gives a row. */
  static boolean exists(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next();
    }
  }
}
