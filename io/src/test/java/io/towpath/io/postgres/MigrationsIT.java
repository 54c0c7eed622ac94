package io.towpath.io.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.Secret;
import io.towpath.core.TowpathException;
import io.towpath.testing.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrationsIT {
  @RegisterExtension final EmbeddedPostgres postgres = EmbeddedPostgres.create();

  private WarehouseAddress address;

  @BeforeEach
  void emptyDatabase() throws SQLException {
    address = LedgerFixture.address(postgres);
    execute("drop schema if exists towpath, towpath_stage cascade");
  }

  @Test
  void appliesWhatIsMissingOnce() {
    assertThat(Migrations.migrate(address)).isEqualTo(Migrations.NEWEST);
    assertThat(Migrations.migrate(address)).isZero();

    Migrations.require(address);
    assertThat(Migrations.version(address)).isEqualTo(Migrations.NEWEST);
  }

  @Test
  void tellsToMigrateWhereTheLedgerIsMissing() {
    assertThatThrownBy(() -> Migrations.require(address))
        .isInstanceOf(TowpathException.class)
        .hasMessageContaining("the ledger is missing, expected version 5 to 5")
        .hasMessageContaining("run 'towpath migrate'");
  }

  @Test
  void bringsALedgerUpThatIsOlder() throws SQLException {
    Migrations.migrate(address);
    execute("delete from towpath.schema_history where version = '5'");

    assertThatThrownBy(() -> Migrations.require(address))
        .hasMessageContaining("is of version 4, expected version 5 to 5; run 'towpath migrate'");
    assertThat(Migrations.migrate(address)).isEqualTo(1);
    Migrations.require(address);
  }

  @Test
  void refusesALedgerThatIsNewer() throws SQLException {
    Migrations.migrate(address);
    execute("update towpath.schema_history set version = '99' where version = '4'");

    assertThatThrownBy(() -> Migrations.require(address)).hasMessageContaining("is of version 99");
    assertThatThrownBy(() -> Migrations.migrate(address))
        .hasMessageContaining("use a newer Towpath");
  }

  @Test
  void saysInOneLineWhatIsWrongWithTheAddress_F12() throws SQLException {
    assertThatThrownBy(() -> Migrations.version(at("/nowhere")))
        .hasMessageContaining("the database does not exist; create it or correct the url")
        .hasMessageNotContaining("\n");
    execute("drop role if exists towpath_powerless");
    execute("create role towpath_powerless login");
    WarehouseAddress powerless =
        new WarehouseAddress(postgres.url(), new Secret("towpath_powerless"), null);

    assertThatThrownBy(() -> Migrations.migrate(powerless))
        .hasMessageContaining("lacks a right")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(
            () ->
                Migrations.version(
                    new WarehouseAddress("jdbc:postgresql://127.0.0.1:1/x", null, null)))
        .hasMessageContaining("the server cannot be reached; check host, port and network");
  }

  private WarehouseAddress at(String database) {
    return new WarehouseAddress(
        address.url().replaceFirst("/[^/]*$", database), address.user(), null);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
