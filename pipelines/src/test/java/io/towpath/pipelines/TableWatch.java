package io.towpath.pipelines;

import io.towpath.testing.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A reader that looks at a table over and over, and remembers what it saw. */
final class TableWatch implements AutoCloseable {
  private static final long PAUSE_MILLIS = 100;

  private final EmbeddedPostgres database;
  private final String query;
  private final Set<String> seen = new LinkedHashSet<>();
  private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> looks;

  private TableWatch(EmbeddedPostgres database, String table) {
    this.database = database;
    this.query = summary(table);
    this.looks = reader.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Begins to look. */
  static TableWatch of(EmbeddedPostgres database, String table) {
    return new TableWatch(database, table);
  }

  /** What it sees of a table: cheaper than {@link ProjectFolder#checksum}, as exact. */
  static String summary(String table) {
    return "select count(*) || ' rows, ' || coalesce(sum(hash_record_extended(t, 0)::numeric), 0)"
        + " from "
        + table
        + " t";
  }

  /** Ends looking and returns the different states of the table in the order they were seen. */
  Set<String> seen() throws InterruptedException {
    looks.cancel(false);
    reader.shutdown();
    if (!reader.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new AssertionError("the reader hangs");
    }
    if (!looks.isCancelled()) {
      throwFailure();
    }
    return seen;
  }

  private void throwFailure() throws InterruptedException {
    try {
      looks.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a reader met an error: " + e.getCause().getMessage(), e);
    }
  }

  private void look() {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      seen.add(row.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
