package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.config.Secret;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Opens connections that read a source by whatever driver the class path has for its URL. */
final class DriverSession {
  private DriverSession() {}

  /** Whether the database is MySQL or MariaDB. */
  static boolean isMysql(JdbcDeclaration source) {
    String url = source.database().url();
    return url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:");
  }

  /** Opens one with a read-only transaction; the caller closes it. */
  static Connection open(JdbcDeclaration source) throws SQLException {
    String url = source.database().url();
    Connection connection = driver(source).connect(url, properties(source));
    if (connection == null) {
      throw new SQLException("the driver does not understand the url", "08001");
    }
    try {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      if (isMysql(source)) {
        configureMysql(connection, source);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Not by DriverManager, whose drivers depend on class loaders that engines swap. */
  private static Driver driver(JdbcDeclaration source) throws SQLException {
    for (Driver driver : ServiceLoader.load(Driver.class)) {
      if (driver.acceptsURL(source.database().url())) {
        return driver;
      }
    }
    throw new TowpathException(
        ExitCode.CONFIGURATION,
        "source "
            + source.database().place()
            + ": no driver for it; put its jar on the class path (docs/reference/source-jdbc.md)");
  }

  private static Properties properties(JdbcDeclaration source) {
    Properties properties = new Properties();
    set(properties, "user", source.database().user());
    set(properties, "password", source.database().password());
    if (isMysql(source)) {
      properties.setProperty("tinyInt1isBit", "false"); // it may hold more than 0 and 1
      properties.setProperty("useCursorFetch", "true"); // MySQL's driver would hold all rows
      properties.setProperty("allowLocalInfile", "false");
    }
    return properties;
  }

  private static void set(Properties properties, String name, @Nullable Secret secret) {
    if (secret != null) {
      properties.setProperty(name, secret.resolve());
    }
  }

  private static void configureMysql(Connection connection, JdbcDeclaration source)
      throws SQLException {
    long lock = Math.max(1, source.limits().lockTimeout().toSeconds());
    try (Statement statement = connection.createStatement()) {
      // ANSI_QUOTES: names are quoted as in standard SQL.
      statement.execute(
          "set session time_zone = '+00:00', sql_mode = concat(@@sql_mode, ',ANSI_QUOTES'),"
              + " innodb_lock_wait_timeout = "
              + lock
              + ", lock_wait_timeout = "
              + lock);
    }
  }

  /** The declared timeout and fetch size. */
  static void limit(Statement statement, JdbcDeclaration source) throws SQLException {
    statement.setQueryTimeout((int) Math.max(1, source.limits().statementTimeout().toSeconds()));
    statement.setFetchSize(source.limits().fetchSize());
  }
}
