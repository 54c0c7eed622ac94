package io.towpath.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
public final class EmbeddedPostgres implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private @Nullable String database;

  private EmbeddedPostgres() {}

  /** A database that is made when first needed and dropped after the class. */
  public static EmbeddedPostgres create() {
    return new EmbeddedPostgres();
  }

  /**
   * Another database that holds what this one holds now; whoever asks for it closes it. Ends all
   * other connections to this one, as PostgreSQL wants it.
   */
  public EmbeddedPostgres copy() throws SQLException {
    disconnectAll();
    EmbeddedPostgres copy = new EmbeddedPostgres();
    copy.database = create(" template " + open());
    return copy;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    open();
  }

  @Override
  public void afterAll(ExtensionContext context) throws SQLException {
    close();
  }

  /** Drops the database; those of test classes are dropped by themselves. */
  @Override
  public synchronized void close() throws SQLException {
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

  /** Rows of a query as texts, null as {@code null}. */
  public List<List<String>> rows(String query) {
    try {
      return Rows.of(connect(), query);
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** Runs statements that give no rows. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
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
      try {
        database = create("");
      } catch (SQLException e) {
        throw new IllegalStateException("no database was created", e);
      }
    }
    return database;
  }

  private static String create(String options) throws SQLException {
    String name = "test_" + DATABASES.incrementAndGet();
    administer("create database " + name + options);
    return name;
  }

  private static void administer(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(PostgresServer.shared().url("postgres"), "postgres", "");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
