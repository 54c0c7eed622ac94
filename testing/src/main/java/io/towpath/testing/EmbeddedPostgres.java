package io.towpath.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class a fresh, empty database in a real PostgreSQL server. The server is started
 * once per JVM, does not flush to disk, and lets every role in without a password; roles belong to
 * the server and so outlive the class.
 *
 * <pre>{@code
 * @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
 * }</pre>
 */
public final class EmbeddedPostgres implements BeforeAllCallback, AfterAllCallback {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private @Nullable String database;

  private EmbeddedPostgres() {}

  /** A database that is made when first needed and dropped after the class. */
  public static EmbeddedPostgres create() {
    return new EmbeddedPostgres();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    open();
  }

  @Override
  public synchronized void afterAll(ExtensionContext context) throws SQLException {
    if (database != null) {
      administer("drop database " + database + " with (force)");
      database = null;
    }
  }

  /** JDBC URL of the database, without a user. */
  public String url() {
    return PostgresServer.shared().url(open());
  }

  /** The superuser; it needs no password. */
  public String user() {
    return "postgres";
  }

  /** A connection of the superuser. */
  public Connection connect() throws SQLException {
    return connect(user());
  }

  /** A connection of any role that may log in. */
  public Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(url(), user, "");
  }

  /** Ends all other connections to the database, as a network or a server that fails would. */
  public void disconnectAll() throws SQLException {
    administer(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
            + open()
            + "' and pid <> pg_backend_pid()");
  }

  private synchronized String open() {
    if (database == null) {
      String name = "test_" + DATABASES.incrementAndGet();
      try {
        administer("create database " + name);
      } catch (SQLException e) {
        throw new IllegalStateException("database " + name + " was not created", e);
      }
      database = name;
    }
    return database;
  }

  private static void administer(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(PostgresServer.shared().url("postgres"), "postgres", "");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
