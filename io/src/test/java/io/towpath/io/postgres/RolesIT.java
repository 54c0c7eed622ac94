package io.towpath.io.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.testing.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @BeforeAll
  static void fill() throws SQLException {
    LedgerFixture ledger = LedgerFixture.migrated(POSTGRES);
    ledger.balancedRun("r", "f");
    as(
        "towpath_loader",
        "create schema shop; create table shop.orders (id int);"
            + " create table towpath_stage.s_r (id int)");
  }

  @ParameterizedTest(name = "{0} may not: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "towpath_loader | drop table towpath.run",
        "towpath_loader | drop schema towpath cascade",
        "towpath_loader | alter table towpath.run disable trigger all",
        "towpath_loader | delete from towpath.published",
        "towpath_loader | update towpath.published set batch = 7",
        "towpath_loader | delete from towpath.part",
        "towpath_loader | update towpath.tally set read = 0",
        "towpath_loader | delete from towpath.batch",
        "towpath_loader | update towpath.batch set landed_at = now()",
        "towpath_loader | update towpath.source_file set crc32c = 1",
        "towpath_loader | create role another",
        "towpath_loader | set role towpath_owner",
        "towpath_copy | select * from shop.orders",
        "towpath_copy | select * from towpath.lease",
        "towpath_copy | update towpath.run set state = 'published'",
        "towpath_copy | insert into towpath.published values ('f', 1, 1, 'r')",
        "towpath_copy | drop table towpath_stage.s_r",
        "towpath_copy | create table towpath_stage.mine (id int)",
        "towpath_copy | delete from towpath.part",
        "towpath_reader | insert into shop.orders values (1)",
        "towpath_reader | drop table shop.orders",
        "towpath_reader | select * from towpath_stage.s_r",
        "towpath_reader | select * from towpath.reject",
        "towpath_reader | select * from towpath.source_file",
        "towpath_reader | select * from towpath.oauth_token",
        "towpath_reader | update towpath.lease set epoch = 9",
        "towpath_copy | select * from towpath.oauth_token",
        "towpath_operator | select * from towpath.oauth_token",
        "towpath_loader | delete from towpath.oauth_token",
        "towpath_operator | update towpath.run set state = 'published'",
        "towpath_operator | delete from towpath.reject",
        "towpath_operator | drop table shop.orders",
      })
  void isKeptFromWhatIsNotItsWork(String role, String sql) {
    assertThatThrownBy(() -> as(role, sql))
        .isInstanceOf(SQLException.class)
        .matches(e -> "42501".equals(((SQLException) e).getSQLState()), "lacks the right");
  }

  @ParameterizedTest(name = "{0} may: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "towpath_loader | select * from towpath.schema_history",
        "towpath_loader | select towpath.books('r')",
        "towpath_loader | select * from towpath.oauth_token",
        "towpath_loader | update towpath.batch set swept = now() where feed = 'none'",
        "towpath_loader | update towpath.source_file set modified = now() where feed = 'none'",
        "towpath_copy | insert into towpath_stage.s_r values (1)",
        "towpath_copy | insert into towpath.part values ('r', 1, 0, 0, 0, 0) on conflict do nothing",
        "towpath_reader | select * from shop.orders",
        "towpath_reader | select * from towpath.run_summary",
        "towpath_reader | select * from towpath.reject_summary",
        "towpath_reader | select * from towpath.freshness",
        "towpath_reader | select * from towpath.pipeline_health",
        "towpath_operator | select * from towpath.reject",
        "towpath_operator | select * from shop.orders",
        "towpath_operator | update towpath.lease set expires = now() where feed = 'none'",
      })
  void mayDoItsWork(String role, String sql) {
    assertThatCode(() -> as(role, sql)).doesNotThrowAnyException();
  }

  @Test
  void limitsTheConnectionsOfTheCopyingRole() throws SQLException {
    as("postgres", "alter role towpath_copy connection limit 1");
    try (Connection first = POSTGRES.connect("towpath_copy")) {
      assertThatThrownBy(() -> POSTGRES.connect("towpath_copy"))
          .matches(SqlStates::isTransient, "is worth a retry");
      assertThatCode(first::getMetaData).doesNotThrowAnyException();
    } finally {
      as("postgres", "alter role towpath_copy connection limit 16");
    }
  }

  private static void as(String role, String sql) throws SQLException {
    try (Connection connection = POSTGRES.connect(role);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
