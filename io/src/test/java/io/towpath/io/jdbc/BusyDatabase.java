package io.towpath.io.jdbc;

import io.towpath.testing.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
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
 * changes old ones, and one in ten rolls back. All rows of a transaction have the same time.
 */
final class BusyDatabase implements AutoCloseable {
  private static final int WRITERS = 8;

  private final EmbeddedPostgres database;
  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
  private final List<Future<?>> writers = new ArrayList<>();
  private volatile boolean stopped;

  private BusyDatabase(EmbeddedPostgres database) {
    this.database = database;
  }

  /** Makes {@code shop.orders} and {@code shop.events}, and begins to write. */
  static BusyDatabase start(EmbeddedPostgres database) {
    database.execute(
        """
        create schema shop;
        create table shop.events (id bigserial primary key, at timestamptz not null default now(),
          xid xid8 not null default pg_current_xact_id(), note text not null);
        create table shop.orders (id bigserial primary key, at timestamptz not null default now(),
          xid xid8 not null default pg_current_xact_id(), note text not null);
        create index on shop.orders (at);
        create index on shop.events (at);
        """);
    BusyDatabase busy = new BusyDatabase(database);
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
        statement.execute(insert(random) + pause(random) + insert(random) + change(random));
        if (random.nextInt(10) == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
      }
      return null;
    }
  }

  private static String insert(SplittableRandom random) {
    String rows =
        " (note) select 'written ' || i from generate_series(1, " + random.nextInt(1, 5) + ") i;";
    return "insert into shop.events" + rows + "insert into shop.orders" + rows;
  }

  /** Mostly short; some transactions outlast several that begin later. */
  private static String pause(SplittableRandom random) {
    double seconds = random.nextInt(8) == 0 ? 0.4 : 0.01 + random.nextDouble(0.05);
    return "select pg_sleep(" + seconds + ");";
  }

  private static String change(SplittableRandom random) {
    return "update shop.orders set note = note || '!', at = now(), xid = pg_current_xact_id()"
        + " where id = (select id from shop.orders where id > "
        + random.nextInt(200)
        + " order by id limit 1 for update skip locked);";
  }

  /** Writes rows in a transaction that is prepared, and left so. */
  void prepare(String name) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("begin");
      statement.execute("insert into shop.events (note) values ('prepared')");
      statement.execute("insert into shop.orders (note) values ('prepared')");
      statement.execute("prepare transaction '" + name + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void commitPrepared(String name) {
    database.execute("commit prepared '" + name + "'");
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
