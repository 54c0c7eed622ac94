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
import java.util.stream.Stream;
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
  void doctorLooksAtTheOtherFeedsWhereOneSourceIsUnreadable() {
    Path folder = root.resolve("blind");
    ProjectFolder blind = ProjectFolder.in(folder, POSTGRES);
    Orders.project(blind, "orders", "shop");
    Orders.project(blind, "lost", "lost")
        .file("feeds/lost.yaml", Orders.FEED.replace("inbox/*.csv", "inbox.csv/*.csv"))
        .file("inbox.csv", "a file where a folder is expected");

    CommandRun done = CommandRun.of("doctor", "--project", folder.toString());

    assertThat(done.out()).containsPattern("feed orders").containsPattern("feed lost");
  }

  @Test
  void doctorMissesTheLedger() {
    String url = POSTGRES.url().replaceFirst("/[^/]*$", "/template1");
    ProjectFolder.in(root.resolve("bare"), POSTGRES)
        .file(
            "towpath.yaml",
            "project: bare\nraw: raw\nwarehouse: {url: \"" + url + "\", user: postgres}\n");

    CommandRun done = CommandRun.of("doctor", "--project", root.resolve("bare").toString());

    assertThat(done.status()).isEqualTo(ExitCode.WAREHOUSE.status());
    assertThat(done.out()).containsPattern("BAD +ledger .*run 'towpath migrate'");
  }

  @Test
  void migrateSaysWhatItDid() {
    assertThat(printed("migrate")).containsPattern("0 migrations run, now version [1-9]");
    assertThat(only("migrate").get("version").asInt()).isPositive();
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
    return towpath(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new))
        .only();
  }

  private static CommandRun towpath(String... arguments) {
    return CommandRun.in(root, arguments);
  }

  private static String orders(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(id -> anOrder().withId(id).csv())
        .collect(Collectors.joining());
  }
}
