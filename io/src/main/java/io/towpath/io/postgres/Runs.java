package io.towpath.io.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes runs and how far they came, and reads them. A run's state only moves forward; the database
 * refuses everything else, and {@code published} is written by the publishing transaction alone.
 */
public final class Runs {
  private static final String FINISH =
      "update towpath.run set state = ?, error = ?, finished = greatest(started, clock_timestamp())"
          + " where run = ?";

  private final WarehouseAddress address;

  public Runs(WarehouseAddress address) {
    this.address = address;
  }

  /** Writes the plan of a run before anything is staged. */
  public void plan(RunRow.Plan plan) {
    Warehouse.call(address, plan.run(), Role.LOADER, connection -> insert(connection, plan));
  }

  /**
   * Adds up the buckets and tallies of a run whose engine has finished, and calls it staged.
   *
   * @return the run with its counts; without having changed it if the books do not balance, which
   *     {@link Books#report} explains
   */
  public RunRow stage(String run) {
    return Warehouse.transact(
        address,
        run,
        Role.LOADER,
        connection -> {
          if (Books.balance(connection, run)) {
            addUp(connection, run);
          }
          return one(connection, run).orElseThrow();
        });
  }

  /** Marks a run as blocked, and says why; its stage is kept. */
  public void block(String run, String why) {
    finish(run, RunRow.State.BLOCKED, why);
  }

  /** Ends a run by an error. */
  public void fail(String run, String why) {
    finish(run, RunRow.State.FAILED, why);
  }

  /** Gives a run up; to be called when its stage was dropped. */
  public void abandon(String run, String why) {
    finish(run, RunRow.State.ABANDONED, why);
  }

  /** The run of a name. */
  public Optional<RunRow> find(String run) {
    return Warehouse.call(address, "runs", Role.LOADER, connection -> one(connection, run));
  }

  /** The last runs of a feed, the newest first. */
  public List<RunRow> latest(String feed, int limit) {
    return query("where feed = ? order by started desc, run desc limit " + limit, feed);
  }

  /** The last runs of all feeds, the newest first. */
  public List<RunRow> latest(int limit) {
    return query("where ? <> '' order by started desc, run desc limit " + limit, "any");
  }

  /** Runs of a feed that were neither published nor given up, the oldest first. */
  public List<RunRow> unfinished(String feed) {
    return query(
        "where feed = ? and state not in ('published', 'abandoned') order by started, run", feed);
  }

  /**
   * Runs of a feed that have ended and left a stage, as their process was killed before the drop.
   */
  public List<RunRow> untidy(String feed) {
    return query(
        "where feed = ? and state in ('published', 'abandoned') and stage is not null"
            + " order by started, run",
        feed);
  }

  /** The generation that the feed's target holds, 1 before the first publish. */
  public int generation(String feed) {
    return Warehouse.call(
        address,
        "runs",
        Role.LOADER,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select coalesce(max(generation), 1) from towpath.published where feed = ?")) {
            statement.setString(1, feed);
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              return row.getInt(1);
            }
          }
        });
  }

  private List<RunRow> query(String where, String argument) {
    return Warehouse.call(
        address, "runs", Role.LOADER, connection -> query(connection, where, argument));
  }

  private static List<RunRow> query(Connection connection, String where, String argument)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select * from towpath.run " + where)) {
      statement.setString(1, argument);
      try (ResultSet rows = statement.executeQuery()) {
        List<RunRow> runs = new ArrayList<>();
        while (rows.next()) {
          runs.add(RunRow.of(rows));
        }
        return runs;
      }
    }
  }

  private static Optional<RunRow> one(Connection connection, String run) throws SQLException {
    return query(connection, "where run = ?", run).stream().findFirst();
  }

  private static int insert(Connection connection, RunRow.Plan plan) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into towpath.run (run, feed, generation, mode, plan, first_batch, last_batch,"
                + " buckets, stage, contract_version, epoch, started)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      statement.setString(1, plan.run());
      statement.setString(2, plan.feed());
      statement.setInt(3, plan.generation());
      statement.setString(4, plan.mode().word());
      statement.setString(5, plan.way().name().toLowerCase(Locale.ROOT));
      statement.setLong(6, plan.firstBatch());
      statement.setLong(7, plan.lastBatch());
      statement.setInt(8, plan.buckets());
      statement.setString(9, plan.stage());
      statement.setString(10, plan.contractVersion());
      statement.setLong(11, plan.epoch());
      statement.setTimestamp(12, Timestamp.from(plan.started()));
      return statement.executeUpdate();
    }
  }

  private static void addUp(Connection connection, String run) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update towpath.run r set state = 'staged', read = t.read, expanded = t.expanded,"
                + " filtered = t.filtered, staged = p.staged, duplicates = p.duplicates,"
                + " rejected = p.rejected"
                + " from (select coalesce(sum(read), 0) as read,"
                + " coalesce(sum(expanded), 0) as expanded, coalesce(sum(filtered), 0) as filtered"
                + " from towpath.tally where run = ?) t,"
                + " (select coalesce(sum(staged), 0) as staged,"
                + " coalesce(sum(duplicates), 0) as duplicates,"
                + " coalesce(sum(rejected), 0) as rejected from towpath.part where run = ?) p"
                + " where r.run = ?")) {
      statement.setString(1, run);
      statement.setString(2, run);
      statement.setString(3, run);
      statement.executeUpdate();
    }
  }

  private void finish(String run, RunRow.State state, String why) {
    Warehouse.call(
        address,
        run,
        Role.LOADER,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FINISH)) {
            statement.setString(1, state.code());
            statement.setString(2, why);
            statement.setString(3, run);
            return statement.executeUpdate();
          }
        });
  }
}
