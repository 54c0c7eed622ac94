package io.towpath.io.postgres;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings the ledger's schema up to date, and tells whether this Towpath can work with the one it
 * finds. Migrations are {@code sql/V*.sql}, applied by Flyway, each in one transaction.
 */
public final class Migrations {
  /** The oldest ledger that this Towpath can work with. */
  static final int OLDEST = 5;

  /** The ledger that {@code sql/} makes. */
  static final int NEWEST = 5;

  private static final String TABLE = "schema_history";

  private Migrations() {}

  /**
   * Applies what is missing; applying nothing costs one connection.
   *
   * @return how many migrations were applied
   */
  public static int migrate(WarehouseAddress address) {
    int version = version(address, Role.MIGRATOR);
    refuseNewer(address, version);
    if (version == NEWEST) {
      return 0;
    }
    try {
      return flyway(address).migrate().migrationsExecuted;
    } catch (FlywayException e) {
      throw failure(address, e);
    }
  }

  /**
   * Makes sure that the ledger is of a version that this Towpath can work with.
   *
   * @throws TowpathException if it is missing, too old or too new
   */
  public static void require(WarehouseAddress address) {
    int version = version(address, Role.LOADER);
    if (version < OLDEST) {
      throw new TowpathException(
          ExitCode.WAREHOUSE,
          "warehouse "
              + address.place()
              + ": "
              + (version == 0 ? "the ledger is missing" : "the ledger is of version " + version)
              + ", expected version "
              + OLDEST
              + " to "
              + NEWEST
              + "; run 'towpath migrate'");
    }
    refuseNewer(address, version);
  }

  /** The version of the ledger, 0 where there is none. */
  public static int version(WarehouseAddress address) {
    return version(address, Role.LOADER);
  }

  private static int version(WarehouseAddress address, Role role) {
    return Warehouse.call(address, "migrate", role, Migrations::version);
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("select to_regclass('towpath." + TABLE + "') is not null")) {
      found.next();
      if (!found.getBoolean(1)) {
        return 0;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet newest =
            statement.executeQuery(
                "select coalesce(max(version::int), 0) from towpath."
                    + TABLE
                    + " where success and version is not null")) {
      newest.next();
      return newest.getInt(1);
    }
  }

  private static void refuseNewer(WarehouseAddress address, int version) {
    if (version > NEWEST) {
      throw new TowpathException(
          ExitCode.WAREHOUSE,
          "warehouse "
              + address.place()
              + ": the ledger is of version "
              + version
              + ", this Towpath knows versions up to "
              + NEWEST
              + "; use a newer Towpath");
    }
  }

  private static Flyway flyway(WarehouseAddress address) {
    FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader());
    return configuration
        .dataSource(new MigratingDataSource(address))
        .locations("classpath:sql")
        .schemas("towpath")
        .defaultSchema("towpath")
        .createSchemas(true)
        .table(TABLE)
        .placeholderReplacement(false)
        .baselineOnMigrate(false)
        .cleanDisabled(true)
        .loggers("slf4j")
        .load();
  }

  private static TowpathException failure(WarehouseAddress address, FlywayException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof TowpathException known) {
        return known;
      }
      if (cause instanceof SQLException sql) {
        return Warehouse.failure(address, sql);
      }
    }
    String first = error.getMessage().lines().findFirst().orElse("");
    return new TowpathException(
        ExitCode.WAREHOUSE,
        "warehouse " + address.place() + ": the ledger was not migrated: " + first,
        error);
  }
}
