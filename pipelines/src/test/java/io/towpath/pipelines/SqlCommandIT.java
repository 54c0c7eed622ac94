package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import io.towpath.testing.OrderLine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code towpath sql}: a query is answered with its types, and whatever else is refused. */
final class SqlCommandIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @TempDir private static Path root;
  private static ProjectFolder project;

  @BeforeAll
  static void runOnce() {
    project =
        Orders.project(ProjectFolder.in(root, POSTGRES))
            .migrate()
            .file(
                "inbox/1.csv",
                OrderLine.HEADER + anOrder().withId(1).csv() + anOrder().withId(2).csv());
    assertThat(towpath("run", "orders").status()).isZero();
    LedgerAssert.assertSettled(POSTGRES, "orders");
  }

  @Test
  void printsRowsWithTheirTypes() {
    String query =
        "select 9007199254740993 as whole, 1.50 as exact, true as truth, null as nothing,"
            + " 'NaN'::float8 as odd, 'Zoë' as name";

    assertThat(towpath("sql", query).out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "whole exact truth nothing odd name", "9007199254740993 1.50 true NaN Zoë");
    assertThat(towpath("sql", query, "--json").out())
        .isEqualTo(
            "{\"whole\":9007199254740993,\"exact\":1.50,\"truth\":true,\"nothing\":null,"
                + "\"odd\":\"NaN\",\"name\":\"Zoë\"}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select * frm shop.orders | syntax error at or near | mend the query",
        "select custmer from shop.orders | column \"custmer\" does not exist | customer",
        "select * from shop.ordres | relation \"shop.ordres\" does not exist | compile FEED --to ddl",
        "delete from shop.orders | read-only transaction | expected one statement that reads",
        "commit; delete from shop.orders | read-only transaction | expected one statement that reads",
        "set work_mem = '5MB' | No results were returned | expected one statement that reads",
      })
  void saysWhatIsWrongWithTheQuery(String query, String found, String advice) {
    CommandRun done = towpath("sql", query);

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("towpath: query: ", found, advice);
    assertThat(project.value("select count(*) from shop.orders")).isEqualTo("2");
  }

  @Test
  void printsUtf8WhateverTheLocale() throws InterruptedException {
    ProcessBuilder command =
        TowpathProcess.command(
            "sql", "select 'Zo' || chr(235) as name", "--project", root.toString());
    command.environment().put("LC_ALL", "C");

    CommandRun done = CommandRun.of(command);

    assertThat(done.status()).as(done.out()).isZero();
    assertThat(done.out()).isEqualTo("name\nZoë\n");
  }

  private static CommandRun towpath(String... arguments) {
    return CommandRun.in(root, arguments);
  }
}
