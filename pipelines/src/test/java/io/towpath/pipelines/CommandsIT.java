package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import io.towpath.testing.OrderLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each command that only looks prints after a run, for people and for programs. */
final class CommandsIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final int GOOD = 40;
  private static final String BAD = anOrder().withId(GOOD + 1).withAmount("n/a").csv();

  @TempDir private static Path root;
  private static ProjectFolder project;
  private static String run;

  @BeforeAll
  static void runOnce() {
    project =
        Orders.project(ProjectFolder.in(root, POSTGRES))
            .migrate()
            .file("inbox/1.csv", OrderLine.HEADER + orders(1, GOOD) + BAD);
    CommandRun done = towpath("run", "orders");
    assertThat(done.status()).as(done.err()).isZero();
    run = project.value("select run from towpath.run");
    LedgerAssert.assertSettled(POSTGRES, "orders");
  }

  @Test
  void validateSaysWhatIsValid() {
    assertThat(printed("validate")).isEqualTo("test: 1 feeds and their contracts are valid\n");
    assertThat(only("validate").toString())
        .contains("\"feeds\":[\"orders\"]", "\"valid\":true", "\"project\":\"test\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "avro | \"name\" : \"order_id\"",
        "ddl  | primary key (order_id)",
        "json | \"versionedBy\""
      })
  void compilePrintsEachForm(String form, String expected) {
    assertThat(printed("compile", "orders", "--to", form)).containsIgnoringCase(expected.strip());
    assertThat(only("compile", "orders", "--to", form).size()).isPositive();
  }

  @Test
  void statusShowsWhereEachFeedStands() {
    assertThat(printed("status").lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "feed landed waiting last run state at work", "orders 1 0 " + run + " published");

    JsonNode status = only("status");
    assertThat(status.get("landed").isIntegralNumber()).isTrue();
    assertThat(status.get("waiting").asInt()).isZero();
    assertThat(status.get("last run").asText()).isEqualTo(run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "orders"})
  void runsListsBothBooks(String feed) {
    List<String> command = new ArrayList<>(List.of("runs"));
    if (!feed.isEmpty()) {
      command.add(feed);
    }
    String[] arguments = command.toArray(String[]::new);

    assertThat(printed(arguments))
        .contains("read", "staged", "rejected", "kept")
        .containsPattern(run + " +published +41 +0 +40 +0 +1 +0 +40 +0 +0 +0");
    assertBooks(only(arguments));
  }

  @Test
  void showTellsTermsAndChecksOfARun() {
    assertThat(printed("show", run))
        .contains("read 41 + expanded 0 = staged 40 + duplicates 0 + rejected 1 + filtered 0")
        .contains("checks: 1 of 1 passed")
        .containsPattern("records +41 +41 +true")
        .containsPattern("identity +\\d+ +\\d+ +true");

    JsonNode shown = only("show", run);
    assertBooks(shown);
    assertThat(shown.get("checks").get(0).get("check").asText()).isEqualTo("not_empty");
    assertThat(shown.get("books"))
        .allSatisfy(term -> assertThat(term.get("holds").asBoolean()).isTrue());
  }

  @Test
  void rejectsShowsTheRawLineOfTheRawZone() {
    project.file("inbox/1.csv", "gone from the source\n");

    CommandRun text = towpath("rejects", "orders");
    JsonNode json = only("rejects", "orders");

    project.file("inbox/1.csv", OrderLine.HEADER + orders(1, GOOD) + BAD);
    assertThat(text.out())
        .containsPattern("place +reason +column +found +expected +raw")
        .containsPattern("1.csv:42 +type +amount +n/a +.* " + BAD.strip());
    assertThat(json.get("raw").asText()).isEqualTo(BAD.strip());
    assertThat(json.get("place").asText()).isEqualTo("1.csv:42");
  }

  @Test
  void sqlPrintsRowsWithTheirTypes() {
    String query =
        "select 9007199254740993 as whole, 1.50 as exact, true as truth, null as nothing,"
            + " 'NaN'::float8 as odd, 'Zoë' as name";

    assertThat(printed("sql", query).lines().map(line -> line.replaceAll(" +", " ")))
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
  void sqlSaysWhatIsWrongWithTheQuery(String query, String found, String advice) {
    CommandRun done = towpath("sql", query);

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("towpath: query: ", found, advice);
    assertThat(project.value("select count(*) from shop.orders")).isEqualTo("40");
  }

  @Test
  void sqlPrintsUtf8WhateverTheLocale() throws InterruptedException {
    ProcessBuilder command =
        TowpathProcess.command(
            "sql", "select 'Zo' || chr(235) as name", "--project", root.toString());
    command.environment().put("LC_ALL", "C");

    CommandRun done = CommandRun.of(command);

    assertThat(done.status()).as(done.out()).isZero();
    assertThat(done.out()).isEqualTo("name\nZoë\n");
  }

  @Test
  void doctorLooksAtEverything() {
    assertThat(printed("doctor"))
        .containsPattern("ok +Java +17")
        .containsPattern("ok +raw zone")
        .containsPattern("ok +warehouse +PostgreSQL ")
        .containsPattern("ok +ledger +version [1-9]")
        .containsPattern("ok +feed orders +1 files");
    assertThat(towpath("doctor", "--json").json())
        .allSatisfy(finding -> assertThat(finding.get("is").asText()).isEqualTo("ok"));
  }

  @Test
  void doctorEndsWithTheCodeOfWhatIsBad() {
    ProjectFolder.in(root.resolve("sick"), POSTGRES)
        .file(
            "towpath.yaml",
            "project: sick\nraw: raw\nwarehouse: {url: \"jdbc:postgresql://127.0.0.1:1/no\"}\n");

    CommandRun done = CommandRun.of("doctor", "--project", root.resolve("sick").toString());

    assertThat(done.status()).isEqualTo(ExitCode.WAREHOUSE.status());
    assertThat(done.out())
        .containsPattern("BAD +warehouse .*127.0.0.1:1")
        .containsPattern("ok +raw zone");
  }

  @Test
  void migrateSaysWhatItDid() {
    assertThat(printed("migrate")).containsPattern("0 migrations run, now version [1-9]");
    assertThat(only("migrate").get("version").asInt()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"land", "load", "run", "rejects", "runs", "compile"})
  void aFeedThatIsNotThereIsMetWithTheNearest(String command) {
    CommandRun done =
        command.equals("compile")
            ? towpath(command, "ordres", "--to", "ddl")
            : towpath(command, "ordres");

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("no feed 'ordres'", "expected orders. Did you mean orders?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "publish"})
  void aRunThatIsNotThereIsMetWithWhereToLook(String command) {
    CommandRun done = towpath(command, "20260105T090000-1f2e3d4c");

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("towpath runs lists them");
  }

  private static void assertBooks(JsonNode facts) {
    assertThat(facts.get("run").asText()).isEqualTo(run);
    assertThat(facts.get("read").isIntegralNumber()).isTrue();
    assertThat(facts.get("read").asInt() + facts.get("expanded").asInt())
        .isEqualTo(
            facts.get("staged").asInt()
                + facts.get("duplicates").asInt()
                + facts.get("rejected").asInt()
                + facts.get("filtered").asInt());
    assertThat(facts.get("staged").asInt()).isEqualTo(facts.get("inserted").asInt()).isEqualTo(40);
  }

  private static String printed(String... arguments) {
    CommandRun done = towpath(arguments);
    assertThat(done.status()).as(done.err()).isZero();
    return done.out();
  }

  /** The one JSON object that the command prints with {@code --json}. */
  private static JsonNode only(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    CommandRun done = towpath(all.toArray(String[]::new));
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.json()).hasSize(1);
    return done.json().get(0);
  }

  private static CommandRun towpath(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--project", root.toString(), "--runner", "direct"));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static String orders(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(id -> anOrder().withId(id).csv())
        .collect(Collectors.joining());
  }
}
