package io.towpath.pipelines.demo;

import io.towpath.io.postgres.CopyStream;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.postgres.WarehouseAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of airports, as another team would have one. */
final class DemoDatabase {
  private static final String NAME = "airports";
  private static final String READER = "airport_reader";

  private final Path data;
  private final WarehouseAddress database;

  private DemoDatabase(Path data, WarehouseAddress database) {
    this.data = data;
    this.database = database;
  }

  /** Makes the database and lets the reader in with a new password. */
  static DemoDatabase open(Path data, WarehouseAddress warehouse, DemoFiles files)
      throws IOException {
    String password = files.secret("airports.password");
    Warehouse.call(
        warehouse,
        "demo",
        Role.MIGRATOR,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            if (isMissing(statement, "pg_roles where rolname = '" + READER + "'")) {
              statement.execute("create role " + READER + " login");
            }
            // The server's log quotes statements that fail, and this one holds the password.
            statement.execute("set log_min_error_statement = 'panic'");
            statement.execute("alter role " + READER + " password '" + password + "'");
            if (isMissing(statement, "pg_database where datname = '" + NAME + "'")) {
              statement.execute("create database " + NAME);
            }
            return null;
          }
        });
    String url = warehouse.url().replaceFirst("/[^/]*$", "/" + NAME);
    files.write("airports.url", url);
    return new DemoDatabase(
        data,
        new WarehouseAddress(url, warehouse.user(), warehouse.password(), warehouse.logins()));
  }

  /** Runs the day's script, once. */
  void deliver(String day) throws IOException {
    String script = Files.readString(data.resolve("airports-" + day + ".sql"));
    try (InputStream airports = Files.newInputStream(data.resolve("airports.csv"))) {
      Warehouse.transact(
          database,
          "demo",
          Role.MIGRATOR,
          connection -> {
            if (isNew(connection, day)) {
              execute(connection, script);
              if (day.equals("day1")) {
                copy(connection, airports);
              }
            }
            return null;
          });
    }
  }

  private static boolean isNew(Connection connection, String day) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists delivered (day text primary key)");
      return statement.executeUpdate(
              "insert into delivered values ('" + day + "') on conflict do nothing")
          > 0;
    }
  }

  private static void execute(Connection connection, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(script);
    }
  }

  private static void copy(Connection connection, InputStream airports) throws SQLException {
    try {
      CopyStream.send(
          connection,
          "copy airports (iata, name, city, state, country, latitude, longitude)"
              + " from stdin (format csv, header, null 'NA')",
          airports);
    } catch (IOException e) {
      throw new SQLException("the list of airports cannot be read", e);
    }
  }

  private static boolean isMissing(Statement statement, String what) throws SQLException {
    try (ResultSet row = statement.executeQuery("select from " + what)) {
      return !row.next();
    }
  }
}
