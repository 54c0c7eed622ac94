package io.towpath.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class a real MariaDB server with an empty database, {@code shop}. The server is that
 * of Debian's package mariadb-server, in a temporary folder and on loopback; it stops after the
 * class.
 *
 * <pre>{@code
 * @RegisterExtension static final EmbeddedMariaDb MARIADB = EmbeddedMariaDb.create();
 * }</pre>
 */
public final class EmbeddedMariaDb implements BeforeAllCallback, AfterAllCallback {
  private @Nullable MariaDbServer server;

  private EmbeddedMariaDb() {}

  /** A server that is started before the class. */
  public static EmbeddedMariaDb create() {
    return new EmbeddedMariaDb();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    server = MariaDbServer.start();
    execute("create database shop", "");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    running().stop();
    server = null;
  }

  private MariaDbServer running() {
    return Objects.requireNonNull(server, "the server runs while the class does");
  }

  /** JDBC URL of the database, without a user. */
  public String url() {
    return "jdbc:mariadb://127.0.0.1:" + running().port() + "/shop";
  }

  /** The superuser; it needs no password. */
  public String user() {
    return "root";
  }

  /** A connection to the database as the superuser; the caller closes it. */
  public Connection connect() throws SQLException {
    return connect("shop");
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + running().port() + "/" + database, user(), "");
  }

  /** All rows of a query, their values as text. */
  public List<List<String>> rows(String query) {
    try {
      return Rows.of(connect(), query);
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** Runs a statement that gives no rows. */
  public void execute(String sql) {
    execute(sql, "shop");
  }

  private void execute(String sql, String database) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
