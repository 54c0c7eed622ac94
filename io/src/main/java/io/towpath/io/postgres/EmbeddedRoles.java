package io.towpath.io.postgres;

import io.towpath.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * Makes the database of an embedded server and lets the roles in. They share the server's password:
 * they keep mistakes apart here, not people.
 */
final class EmbeddedRoles {
  /** A server that was killed replays its log before it lets anybody in. */
  private static final Duration RECOVERY = Duration.ofMinutes(2);

  private EmbeddedRoles() {}

  static void prepare(WarehouseAddress address, Path folder, LocalServer server)
      throws IOException {
    String password = new Secret("${file:" + server.passwordFile() + "}").resolve();
    Path pgpass = folder.resolve("pgpass");
    if (!Files.exists(pgpass)) {
      server.writeSecret(pgpass, "127.0.0.1:*:*:*:" + password + "\n");
    }
    WarehouseAddress maintenance =
        new WarehouseAddress(
            address.url().replaceFirst("/[^/]*$", "/postgres"),
            address.user(),
            address.password(),
            address.logins());
    try {
      SqlRetry.within(RECOVERY)
          .get(
              () ->
                  Warehouse.call(
                      maintenance, "embedded", Role.MIGRATOR, c -> prepare(c, password)));
    } catch (SQLException e) {
      throw Warehouse.failure(address, e);
    }
  }

  private static boolean prepare(Connection connection, String password) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // The server's log quotes statements that fail, and one of these holds the password.
      statement.execute("set log_min_error_statement = 'panic'");
      if (isMissing(statement, "pg_database where datname = '" + LocalServer.SUPERUSER + "'")) {
        statement.execute("create database " + LocalServer.SUPERUSER);
      }
      for (Role role : List.of(Role.LOADER, Role.COPY, Role.READER)) {
        if (isMissing(statement, "pg_roles where rolname = '" + role.login() + "'")) {
          statement.execute("create role " + role.login() + " login password '" + password + "'");
        }
      }
      int limit = 2 * Runtime.getRuntime().availableProcessors();
      return statement.execute("alter role " + Role.COPY.login() + " connection limit " + limit);
    }
  }

  private static boolean isMissing(Statement statement, String what) throws SQLException {
    try (ResultSet row = statement.executeQuery("select from " + what)) {
      return !row.next();
    }
  }
}
