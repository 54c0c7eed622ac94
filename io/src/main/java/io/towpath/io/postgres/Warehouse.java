package io.towpath.io.postgres;

import io.towpath.config.Secret;
import io.towpath.core.TowpathException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Opens every connection to the warehouse, all with the same settings: to the primary, in UTC,
 * noticing dead peers within about a minute, and named so that {@code pg_stat_activity} tells runs.
 *
 * <p><b>Failures:</b> {@link TowpathException} with exit code WAREHOUSE and one line that says what
 * to do; its cause is the {@link SQLException}, which {@link SqlStates} classifies.
 */
public final class Warehouse {
  private static final Duration LONGEST_STATEMENT = Duration.ofHours(1);
  private static final String INVALID_SETTING = "22023";
  private static final String SETTINGS =
      "set time zone 'UTC'; set datestyle = 'ISO, YMD'; set tcp_keepalives_idle = 30;"
          + " set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3;"
          + " set tcp_user_timeout = '60s'"
          // It compiles each expression once per partition, for a query that reads each row once.
          + "; set jit = off";

  private Warehouse() {}

  /** Work on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run(Connection connection) throws SQLException;
  }

  /**
   * Opens a connection in auto-commit mode; the caller closes it.
   *
   * @param name what it is for: the run, or what a command does
   */
  public static Connection connect(WarehouseAddress address, String name, Role role) {
    return connect(address, properties(address, name, role, LONGEST_STATEMENT));
  }

  private static Connection connect(WarehouseAddress address, Properties properties) {
    try {
      Connection connection = open(address, properties);
      try {
        configure(connection);
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw WarehouseFailure.of(address, user(properties), e);
    }
  }

  /** Does work on a connection of its own, in auto-commit mode. */
  public static <T> T call(WarehouseAddress address, String name, Role role, Work<T> work) {
    try (Connection connection = connect(address, name, role)) {
      return work.run(connection);
    } catch (SQLException e) {
      throw failure(address, e);
    }
  }

  /** The same for work that is done at once: a server that is silent for so long has failed. */
  static <T> T callWithin(
      Duration silence, WarehouseAddress address, String name, Role role, Work<T> work) {
    try (Connection connection = connect(address, properties(address, name, role, silence))) {
      return work.run(connection);
    } catch (SQLException e) {
      throw failure(address, e);
    }
  }

  /** Name and version of the server. */
  public static String product(WarehouseAddress address) {
    return call(
        address,
        "doctor",
        Role.READER,
        connection ->
            connection.getMetaData().getDatabaseProductName()
                + " "
                + connection.getMetaData().getDatabaseProductVersion());
  }

  /** Does work in one transaction on a connection of its own. */
  public static <T> T transact(WarehouseAddress address, String name, Role role, Work<T> work) {
    return call(
        address,
        name,
        role,
        connection -> {
          connection.setAutoCommit(false);
          T result = work.run(connection);
          connection.commit();
          return result;
        });
  }

  /** Puts an error of the warehouse into one line that says what to do. */
  public static TowpathException failure(WarehouseAddress address, SQLException error) {
    return WarehouseFailure.of(address, "the user", error);
  }

  /** Not by DriverManager, whose drivers depend on class loaders that engines swap. */
  private static Connection open(WarehouseAddress address, Properties properties)
      throws SQLException {
    Connection connection = new Driver().connect(address.url(), properties);
    if (connection == null) {
      throw new SQLException("the driver does not understand the url", "08001");
    }
    return connection;
  }

  private static Properties properties(
      WarehouseAddress address, String name, Role role, Duration silence) {
    Properties properties = new Properties();
    boolean byRole = address.logins() == WarehouseAddress.Logins.BY_ROLE;
    String user = byRole ? role.login() : resolved(address.user());
    String password = resolved(address.password());
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", "towpath/" + name);
    setUnlessInUrl(address, properties, "targetServerType", "primary");
    setUnlessInUrl(address, properties, "connectTimeout", "10");
    String seconds = Long.toString(Math.max(1, silence.toSeconds()));
    setUnlessInUrl(address, properties, "socketTimeout", seconds);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("assumeMinServerVersion", "14");
    properties.setProperty("reWriteBatchedInserts", "true");
    return properties;
  }

  private static void setUnlessInUrl(
      WarehouseAddress address, Properties properties, String name, String value) {
    if (!address.url().contains(name + "=")) {
      properties.setProperty(name, value);
    }
  }

  /** Not every server knows the check interval: it needs 14, and some systems refuse it. */
  private static void configure(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
      try {
        statement.execute("set client_connection_check_interval = '10s'");
      } catch (SQLException e) {
        if (!INVALID_SETTING.equals(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  private static @Nullable String resolved(@Nullable Secret secret) {
    return secret == null ? null : secret.resolve();
  }

  private static String user(Properties properties) {
    return properties.getProperty("user", "the operating system's user");
  }
}
