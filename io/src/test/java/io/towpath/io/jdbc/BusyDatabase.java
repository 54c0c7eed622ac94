package io.towpath.io.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Eight writers whose transactions last for random times, so that they commit in another order than
 * they began and draw numbers: each inserts some orders, waits in the server, inserts some more and
 * changes old ones, and one in ten rolls back. All rows of a statement have the same time.
 */
final class BusyDatabase implements AutoCloseable {
  private static final int WRITERS = 8;

  private final Writing database;
  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
  private final List<Future<?>> writers = new ArrayList<>();
  private volatile boolean stopped;

  private BusyDatabase(Writing database) {
    this.database = database;
  }

  /** How a database with the tables {@code events} and {@code orders} is written. */
  interface Writing {
    Connection connect() throws SQLException;

    /** Makes the tables; orders are changed, events are not. */
    List<String> tables();

    /** Inserts so many rows into both. */
    List<String> insert(int rows);

    String pause(double seconds);

    /** Changes an order whose number is about that. */
    String change(int about);

    /** Inserts rows into both in a transaction that is prepared, and left so. */
    List<String> prepare(String name);

    String commitPrepared(String name);
  }

  /** Makes the tables, and begins to write. */
  static BusyDatabase start(Writing database) {
    BusyDatabase busy = new BusyDatabase(database);
    execute(database, database.tables());
    for (int seed = 0; seed < WRITERS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      busy.writers.add(busy.threads.submit(() -> busy.write(random)));
    }
    return busy;
  }

  private Void write(SplittableRandom random) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (!stopped) {
        try {
          transaction(statement, random);
        } catch (SQLTransactionRollbackException e) {
          connection.rollback(); // the server chose it to end a deadlock
        }
        if (random.nextInt(10) == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
      }
      return null;
    }
  }

  private void transaction(Statement statement, SplittableRandom random) throws SQLException {
    execute(statement, database.insert(random.nextInt(1, 5)));
    // Mostly short; some transactions outlast several that begin later.
    statement.execute(
        database.pause(random.nextInt(8) == 0 ? 0.4 : 0.01 + random.nextDouble(0.05)));
    execute(statement, database.insert(random.nextInt(1, 5)));
    statement.execute(database.change(random.nextInt(200)));
  }

  private static void execute(Statement statement, List<String> all) throws SQLException {
    for (String sql : all) {
      statement.execute(sql);
    }
  }

  /** Runs statements in one session. */
  static void execute(Writing database, List<String> all) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      execute(statement, all);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes rows in a transaction that is prepared, and left so. */
  void prepare(String name) {
    execute(database, database.prepare(name));
  }

  void commitPrepared(String name) {
    execute(database, List.of(database.commitPrepared(name)));
  }

  /** Stops the writers; fails if one has failed. */
  void stop() throws InterruptedException, ExecutionException {
    stopped = true;
    for (Future<?> writer : writers) {
      writer.get();
    }
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
  }
}
