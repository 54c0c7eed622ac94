package io.towpath.io.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A database of its own on the server of an embedded warehouse, such as one that an example reads.
 *
 * <p><b>Failures:</b> {@link io.towpath.core.TowpathException} with exit code WAREHOUSE.
 */
public final class SideDatabase {
  private static final String NAME = "side-database";

  private final WarehouseAddress address;

  private SideDatabase(WarehouseAddress address) {
    this.address = address;
  }

  /**
   * Rows for a table.
   *
   * @param copy statement {@code copy … from stdin}
   * @param file that it reads
   */
  public record Rows(String copy, Path file) {}

  /**
   * Makes the database where it is missing, and lets a role in. Both names are plain: lower-case
   * letters and underscores.
   *
   * @param password that the role logs in by from now on
   */
  public static SideDatabase make(
      WarehouseAddress warehouse, String database, String role, String password) {
    Warehouse.call(
        warehouse,
        NAME,
        Role.MIGRATOR,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            if (isMissing(statement, "pg_roles where rolname = '" + role + "'")) {
              statement.execute("create role " + role + " login");
            }
            // The server's log quotes statements that fail, and this one holds the password.
            statement.execute("set log_min_error_statement = 'panic'");
            statement.execute("alter role " + role + " password '" + password + "'");
            if (isMissing(statement, "pg_database where datname = '" + database + "'")) {
              statement.execute("create database " + database);
            }
            return null;
          }
        });
    return new SideDatabase(
        new WarehouseAddress(
            warehouse.url().replaceFirst("/[^/]*$", "/" + database),
            warehouse.user(),
            warehouse.password(),
            warehouse.logins()));
  }

  /** Its JDBC URL, without login. */
  public String url() {
    return address.url();
  }

  /**
   * Runs a script in one transaction, unless one of that name was run before.
   *
   * @param rows copied behind it, null if there are none
   */
  public void once(String name, String script, @Nullable Rows rows) {
    Warehouse.transact(
        address,
        NAME,
        Role.MIGRATOR,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists script (name text primary key)");
            if (isMissing(statement, "script where name = '" + name + "'")) {
              statement.execute("insert into script values ('" + name + "')");
              statement.execute(script);
              copy(connection, rows);
            }
            return null;
          }
        });
  }

  private static void copy(Connection connection, @Nullable Rows rows) throws SQLException {
    if (rows == null) {
      return;
    }
    try (InputStream text = Files.newInputStream(rows.file())) {
      connection.unwrap(PGConnection.class).getCopyAPI().copyIn(rows.copy(), text);
    } catch (IOException e) {
      throw new SQLException(rows.file() + " cannot be read", e);
    }
  }

  private static boolean isMissing(Statement statement, String what) throws SQLException {
    try (ResultSet row = statement.executeQuery("select from " + what)) {
      return !row.next();
    }
  }
}
