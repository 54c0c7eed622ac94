package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import io.towpath.testing.OrderLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "select concat(customer, 'x')::int from shop.orders | invalid input syntax for type integer; | mend the query",
        "set work_mem = '5MB' | No results were returned | expected one statement that reads",
      })
  void saysWhatIsWrongWithTheQuery(String query, String found, String advice) {
    CommandRun done = towpath("sql", query);

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("towpath: query: ", found, advice);
    assertThat(project.value("select count(*) from shop.orders")).isEqualTo("2");
  }

  @Test
  void alignsColumnsByTheFirstRows() {
    String query =
        "select case when i < 1500 then 'a' else 'wider' end as x, i from generate_series(1, 1500) i";

    List<String> lines = towpath("sql", query).out().lines().toList();

    assertThat(lines).hasSize(1501).startsWith("x  i", "a  1");
    assertThat(lines.get(1500)).isEqualTo("wider  1500");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--json"})
  void printsMoreRowsThanFitIntoMemory(String form) throws IOException, InterruptedException {
    ProcessBuilder command =
        TowpathProcess.command(
            "sql",
            "select repeat('x', 2000) as x from generate_series(1, 100000)",
            "--project",
            root.toString());
    command.command().replaceAll(word -> word.equals("-Xmx1g") ? "-Xmx64m" : word);
    if (!form.isEmpty()) {
      command.command().add(form);
    }

    Process process = command.redirectErrorStream(true).start();
    long rows;
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      rows = lines.lines().filter(line -> line.length() >= 2000).count();
    }

    assertThat(process.waitFor()).isZero();
    assertThat(rows).isEqualTo(100_000);
  }

  @Test
  void saysWhatWentWrongAfterTheFirstRows() {
    CommandRun done = towpath("sql", "select 1 / (1800 - i) from generate_series(1, 2000) i");

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("towpath: query: ", "division by zero");
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
