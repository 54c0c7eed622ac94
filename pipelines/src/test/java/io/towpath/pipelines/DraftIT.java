package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.ApiServer;
import io.towpath.testing.ApiServer.Reply;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code towpath draft}: what it writes is valid, runs, and says what it rests on. */
final class DraftIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final String PEOPLE =
      """
      person_id;name;zip;height;born;seen;member
      1;Ada;01234;1.70;1815-12-10;2026-01-05T09:00:00Z;true
      2;"Bob; jr";99999;;1990-02-28;2026-01-06T09:00:00+01:00;false
      3;Zoë;00001;12.5;2001-01-01;2026-01-07T09:00:00Z;
      """;

  @TempDir private Path root;
  private ProjectFolder project;

  @BeforeEach
  void open() {
    project = ProjectFolder.in(root, POSTGRES).migrate();
  }

  private CommandRun draft(String feed, String... more) {
    return CommandRun.in(
        root, Stream.concat(Stream.of("draft", feed), Stream.of(more)).toArray(String[]::new));
  }

  private String contract(String feed) {
    return project.text("contracts/" + feed + ".odcs.yaml");
  }

  private void assertRuns(String feed, int rows) {
    assertThat(CommandRun.in(root, "validate").status()).isZero();
    CommandRun run = CommandRun.in(root, "run", feed, "--json");
    assertThat(run.only().get("staged").asInt()).as(run.err()).isEqualTo(rows);
    assertThat(run.only().get("rejected").asInt()).isZero();
  }

  @Test
  void guessesTypesOfText() {
    project.file("input/people.csv", PEOPLE);

    CommandRun done = draft("people", "--from", root.resolve("input/people.csv").toString());

    assertThat(done.out()).as(done.err()).contains("wrote ", "towpath preview people");
    assertThat(project.text("feeds/people.yaml"))
        .contains(
            "source: {files: \"input/people.csv\", dialect: {delimiter: \";\"}}",
            "load: {mode: upsert} # person_id was another one in each record");
    assertThat(contract("people"))
        .contains(
            "{name: person_id, logicalType: integer, logicalTypeOptions: {format: i64}, physicalType: bigint, required: true, primaryKey: true, primaryKeyPosition: 1} # never empty in a sample of 3, 3 values",
            "{name: zip, logicalType: string, physicalType: text, required: true}",
            "{name: height, logicalType: number, physicalType: \"numeric(18,2)\"} # empty in 1",
            "{name: born, logicalType: date, physicalType: date, required: true}",
            "{name: seen, logicalType: timestamp, logicalTypeOptions: {timezone: true}",
            "{name: member, logicalType: boolean, physicalType: boolean} # empty in 1");
    assertRuns("people", 3);
  }

  @Test
  void findsTheTextThatMeansNothing() {
    project.file("input/planes.csv", "tailnum,year,speed\nN1,2004,NA\nN2,NA,90\nNA,1999,100\n");

    assertThat(draft("planes", "--from", root.resolve("input/planes.csv").toString()).status())
        .isZero();

    assertThat(project.text("feeds/planes.yaml")).contains("dialect: {nullText: \"NA\"}");
    assertThat(contract("planes"))
        .contains("{name: year, logicalType: integer", "physicalType: bigint} # empty in 1");
    assertRuns("planes", 3);
  }

  @Test
  void keepsTypesOfADatabase() {
    POSTGRES.execute("drop schema if exists shop cascade");
    POSTGRES.execute(DatabaseProject.TABLE);
    POSTGRES.execute(
        "insert into shop.orders select i, 'c' || i % 2, i, '2026-01-01' from generate_series(1, 30) i");

    CommandRun done =
        draft(
            "orders",
            "--from",
            POSTGRES.url(),
            "--table",
            "shop.orders",
            "--user",
            "postgres",
            "--password",
            "${env:NOT_SET_AND_NOT_NEEDED}");
    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("NOT_SET_AND_NOT_NEEDED");
    done =
        draft("orders", "--from", POSTGRES.url(), "--table", "shop.orders", "--user", "postgres");

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(project.text("feeds/orders.yaml"))
        .contains("cursor: {column: changed_at, type: time}");
    assertThat(contract("orders"))
        .contains(
            "value: [changed_at]",
            "{name: order_id, logicalType: integer, logicalTypeOptions: {format: i64}, physicalType: bigint, required: true, primaryKey: true",
            "{name: amount, logicalType: number, physicalType: \"numeric(12,2)\"",
            "{name: changed_at, logicalType: timestamp, logicalTypeOptions: {timezone: true}, physicalType: timestamptz");
    assertRuns("orders", 30);
  }

  @Test
  void findsTheListOfAnApi() {
    try (ApiServer server = ApiServer.start()) {
      server.answer(
          call ->
              Reply.json(
                  "{\"page\": 1, \"items\": [{\"id\": \"a\", \"n\": 1, \"tags\": [1]},"
                      + " {\"id\": \"b\", \"n\": 2.5, \"more\": {\"x\": 1}}]}"));

      CommandRun done = draft("things", "--from", server.url() + "/v1/things?kind=a%20b");

      assertThat(done.status()).as(done.err()).isZero();
      assertThat(project.text("feeds/things.yaml"))
          .contains("path: \"/v1/things\"", "query: {\"kind\": \"a b\"}", "records: /items");
      assertThat(contract("things"))
          .contains(
              "{name: tags, logicalType: object, physicalType: jsonb}",
              "{name: n, logicalType: number, physicalType: \"numeric(18,1)\", required: true}",
              "{name: id, logicalType: string, physicalType: text, required: true, primaryKey: true");
      assertRuns("things", 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"avro", "parquet", "xlsx", "ndjson"})
  void readsOtherFormats(String format) {
    String name = "input/orders." + format;
    project.resource(sample(format), name);

    CommandRun done = draft("x-" + format, "--from", root.resolve(name).toString());

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(CommandRun.in(root, "validate").status()).isZero();
    assertThat(contract("x-" + format)).contains("name: x_" + format, "physicalType: ");
  }

  private static String sample(String format) {
    return switch (format) {
      case "avro" -> "/golden/avro/input/1/orders.avro";
      case "parquet" -> "/golden/parquet/input/1/orders.parquet";
      case "xlsx" -> "/golden/xlsx/input/1/orders-1.xlsx";
      default -> "/golden/ndjson/input/1/orders.jsonl";
    };
  }

  @Test
  void leavesOutNamesThatNoColumnCanHave() {
    project.file("input/odd.csv", "id,Order ID\n1,2\n");

    assertThat(draft("odd", "--from", root.resolve("input/odd.csv").toString()).status()).isZero();
    assertThat(contract("odd")).contains("# Left out, as no column can have the name: Order ID");
    assertRuns("odd", 1);
  }

  @Test
  void overwritesNothing() {
    project.file("input/people.csv", PEOPLE).file("contracts/people.odcs.yaml", "mine");

    CommandRun done = draft("people", "--from", root.resolve("input/people.csv").toString());

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("people.odcs.yaml exists already", "nothing was written");
    assertThat(root.resolve("feeds/people.yaml")).doesNotExist();
  }

  @Test
  void saysWhatIsMissing() {
    CommandRun none = draft("none", "--from", root.resolve("input/none.csv").toString());
    CommandRun table = draft("none", "--from", POSTGRES.url());

    assertThat(none.status()).isEqualTo(ExitCode.SOURCE.status());
    assertThat(none.err()).contains("none.csv has no records to look at");
    assertThat(table.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(table.err()).contains("expected --table");
  }
}
