package io.towpath.io.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.testing.EmbeddedPostgres;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The views that others build on: names, order and types of their columns stay. */
final class LedgerViewsIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @BeforeAll
  static void fill() throws SQLException {
    LedgerFixture ledger = LedgerFixture.migrated(POSTGRES);
    ledger.balancedRun("r", "f");
    new Runs(ledger.address()).stage("r");
  }

  @Test
  void runSummaryKeepsItsColumnsInOrder() {
    assertThat(columns("run_summary"))
        .containsExactly(
            "feed text",
            "run text",
            "state text",
            "batches bigint",
            "read bigint",
            "expanded bigint",
            "staged bigint",
            "duplicates bigint",
            "rejected bigint",
            "filtered bigint",
            "inserted bigint",
            "updated bigint",
            "deleted bigint",
            "kept bigint",
            "started timestamp with time zone",
            "finished timestamp with time zone",
            "contract_version text",
            "generation integer",
            "mode text",
            "plan text",
            "first_batch bigint",
            "last_batch bigint",
            "error text");
  }

  @Test
  void rejectSummaryKeepsItsColumnsInOrder() {
    assertThat(columns("reject_summary"))
        .containsExactly("feed text", "run text", "reason text", "column text", "count bigint");
  }

  @Test
  void runSummaryShowsTheBooksOfARun() {
    assertThat(
            POSTGRES.rows(
                "select feed, run, state, batches, read, expanded, staged, duplicates, rejected,"
                    + " filtered, contract_version from towpath.run_summary"))
        .containsExactly(List.of("f", "r", "staged", "2", "25", "0", "21", "2", "1", "1", "1.0.0"));
  }

  @Test
  void rejectSummaryCountsByReasonAndColumn() {
    assertThat(POSTGRES.rows("select * from towpath.reject_summary"))
        .containsExactly(List.of("f", "r", "type", "dep_time", "1"));
  }

  private static List<String> columns(String view) {
    return POSTGRES
        .rows(
            "select attname || ' ' || format_type(atttypid, atttypmod) from pg_attribute where"
                + " attrelid = 'towpath."
                + view
                + "'::regclass and attnum > 0 order by attnum")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }
}
