package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.ApiServer;
import io.towpath.testing.ApiServer.Reply;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.OrderLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code towpath preview}: what a load would make of each kind of source, and no trace of it. */
final class PreviewIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final String FILE =
      OrderLine.HEADER
          + anOrder().withId(1).csv()
          + anOrder().withId(2).withAmount("n/a").csv()
          + anOrder().withId(3).withCustomer("Zoë").csv();

  @TempDir private Path root;
  private ProjectFolder project;

  @BeforeEach
  void open() {
    project = Orders.project(ProjectFolder.in(root, POSTGRES)).file("inbox/1.csv", FILE);
  }

  private CommandRun preview(String... more) {
    return CommandRun.in(
        root,
        Stream.concat(Stream.of("preview", "orders"), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void showsRowsAndRejectsOfAFile() {
    assertThat(preview().out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
        .containsExactly(
            "place | order_id | customer | amount | changed_at",
            "1.csv:2 | 1 | Ada | 1.50 | 2026-01-05T09:00Z",
            "1.csv:4 | 3 | Zoë | 1.50 | 2026-01-05T09:00Z",
            "",
            "place | reason | column | found | expected",
            "1.csv:3 | type | amount | n/a | a decimal number that fits numeric(12,2)",
            "orders: 2 rows, 1 rejected, 0 deletions, 0 filtered, nothing was kept");
  }

  @Test
  void leavesNothingBehindAndNeedsNoWarehouse() throws IOException {
    project.file(
        "towpath.yaml",
        "project: test\nraw: raw\nwarehouse: {url: \"jdbc:postgresql://localhost:1/none\", user: nobody}\n");

    CommandRun done = preview("--json", "--rows", "1");

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.json()).hasSize(2);
    assertThat(done.json().get(0).get("customer").asText()).isEqualTo("Ada");
    assertThat(done.json().get(1).get("rows").asInt()).isEqualTo(1);
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("towpath.yaml", "contracts", "feeds", "inbox");
    }
  }

  @Test
  void showsTheNewestFileAlsoAfterItWasTaken() {
    assertThat(CommandRun.in(root, "migrate").status()).isZero();
    assertThat(CommandRun.in(root, "land", "orders").status()).isZero();

    assertThat(preview().out()).contains("2 rows, 1 rejected");
    assertThat(CommandRun.in(root, "status", "--json").only().get("waiting").asInt()).isEqualTo(1);
  }

  @Test
  void appliesStepsAndCountsWhatTheyLeaveOut() {
    project.file(
        "feeds/orders.yaml",
        Orders.FEED.replace("upsert}", "upsert, deleteWhen: \"order_id == 1\"}")
            + "steps:\n  - filter: \"order_id != 3\"\n");

    assertThat(preview().out())
        .endsWith("orders: 0 rows, 1 rejected, 1 deletions, 1 filtered, nothing was kept\n");
  }

  @Test
  void readsOnlyTheFirstRowsOfATable() {
    POSTGRES.execute(DatabaseProject.TABLE);
    POSTGRES.execute(
        "insert into shop.orders select i, 'c' || i, i, '2026-01-01' from generate_series(1, 5000) i");
    DatabaseProject.feed(project, POSTGRES, "", "upsert");

    CommandRun done = preview("--rows", "3", "--json");

    assertThat(done.json()).as(done.err()).hasSize(4);
    assertThat(done.json().get(3).get("rows").asInt()).isEqualTo(3);
  }

  @Test
  void asksAnApiForNoMorePagesThanItNeeds() {
    try (ApiServer server = ApiServer.start()) {
      server.answer(
          call ->
              Reply.json(
                  IntStream.range(0, 10)
                      .mapToObj(
                          i ->
                              "{\"order_id\": %s%d, \"customer\": \"c\", \"amount\": 1, \"changed_at\": \"2026-01-05T00:00:00Z\"}"
                                  .formatted(call.parameter("page"), i))
                      .collect(Collectors.joining(",", "[", "]"))));
      project
          .file(
              "feeds/orders.yaml",
              """
              contract: ../contracts/orders.odcs.yaml
              source:
                rest:
                  url: "%s"
                  path: /orders
                  pagination: {style: page, parameter: page}
                  allowPrivate: true
              load: {mode: upsert}
              """
                  .formatted(server.url()))
          .migrate();

      CommandRun done = preview("--rows", "15", "--json");

      assertThat(done.json()).as(done.err()).hasSize(16);
      assertThat(done.json().get(14).get("order_id").asInt()).isEqualTo(24);
      assertThat(server.calls()).hasSize(2);
    }
  }

  @Test
  void refusesANumberOfRowsThatMakesNoSense() {
    CommandRun done = preview("--rows", "0");

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("--rows 0, expected a number from 1 to 10000");
    assertThat(List.of(root.toFile().list())).doesNotContain("raw");
  }
}
