package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.config.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Opens connections that read a source, all with the same settings: read-only, with the declared
 * timeouts, in UTC, with texts that do not depend on the server's configuration, and named.
 */
final class PostgresSession {
  private static final String SETTINGS =
      "set default_transaction_read_only = on; set time zone 'UTC'; set datestyle = 'ISO, YMD';"
          + " set intervalstyle = 'iso_8601'; set extra_float_digits = 1; set bytea_output = 'hex';"
          + " set idle_in_transaction_session_timeout = 0; set tcp_keepalives_idle = 30;"
          + " set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3; set jit = off";

  /** A server that is silent for longer than a statement may take has gone. */
  private static final long GRACE_SECONDS = 60;

  private PostgresSession() {}

  /** Opens one in auto-commit mode; the caller closes it. */
  static Connection open(JdbcDeclaration source) throws SQLException {
    Connection connection = new Driver().connect(source.database().url(), properties(source));
    if (connection == null) {
      throw new SQLException("the driver does not understand the url", "08001");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
      statement.execute(
          "set statement_timeout = "
              + source.limits().statementTimeout().toMillis()
              + "; set lock_timeout = "
              + source.limits().lockTimeout().toMillis());
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static Properties properties(JdbcDeclaration source) {
    Properties properties = new Properties();
    set(properties, "user", source.database().user());
    set(properties, "password", source.database().password());
    properties.setProperty("ApplicationName", "towpath");
    properties.setProperty("assumeMinServerVersion", "10");
    properties.setProperty("tcpKeepAlive", "true");
    if (!source.database().url().contains("connectTimeout=")) {
      properties.setProperty("connectTimeout", "10");
    }
    if (!source.database().url().contains("socketTimeout=")) {
      long seconds = source.limits().statementTimeout().toSeconds() + GRACE_SECONDS;
      properties.setProperty("socketTimeout", Long.toString(seconds));
    }
    return properties;
  }

  private static void set(Properties properties, String name, @Nullable Secret secret) {
    if (secret != null) {
      properties.setProperty(name, secret.resolve());
    }
  }

  /** The only value of a query, null if there is no row. */
  static @Nullable String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    }
  }
}
