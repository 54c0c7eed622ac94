package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.ApiServer;
import io.towpath.testing.ApiServer.Call;
import io.towpath.testing.ApiServer.Reply;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A feed whose source is an API, from its pages to the table and back to a rejected item. */
final class ApiFeedIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final long ITEMS = 2500;
  private static final int PAGE = 100;
  private static final String BROKEN =
      "{\"order_id\": 7,\n  \"customer\": \"a\", \"amount\": \"n/a\"}";

  @TempDir Path root;
  private final ApiServer server = ApiServer.start();

  @AfterEach
  void end() {
    server.close();
  }

  private ProjectFolder project(String feed, String more, String load) {
    ProjectFolder project = ProjectFolder.in(root, POSTGRES);
    return Orders.project(project, feed, feed)
        .file(
            "feeds/" + feed + ".yaml",
            """
            contract: ../contracts/%s.odcs.yaml
            source:
              rest:
                url: "%s"
                path: /orders
                records: /data
                allowPrivate: true
                retries: {attempts: 2, first: 1ms, longest: 1s}
            %s
            load: {mode: %s}
            """
                .formatted(feed, server.url(), more.indent(4).stripTrailing(), load));
  }

  private static final String INCREMENTAL =
      "incremental: {since: from, until: to, start: \"2026-01-01\", lag: 0s}";

  private static String order(long id) {
    return "{\"order_id\": %d, \"customer\": \"c%d\", \"amount\": %d.50, \"changed_at\": \"2026-01-05T00:00:00Z\"}"
        .formatted(id, id % 97, id % 1000);
  }

  private static Reply page(Call call) {
    long page = Long.parseLong(call.parameter("page"));
    String orders =
        LongStream.rangeClosed((page - 1) * PAGE + 1, Math.min(page * PAGE, ITEMS))
            .mapToObj(id -> id == 7 ? BROKEN : order(id))
            .collect(Collectors.joining(",\n", "{\"data\": [", "]}"));
    return Reply.json(orders);
  }

  @ParameterizedTest
  @EnumSource(
      value = RunnerChoice.class,
      names = {"DIRECT", "SPARK"})
  void publishesEveryItemAndAccountsForTheBrokenOne(RunnerChoice runner) {
    String feed = "api_" + runner.toString();
    server.answer(ApiFeedIT::page);
    ProjectFolder project = project(feed, "pagination: {style: page, parameter: page}", "replace");

    Run.Result result = project.run(feed, runner);

    assertThat(result.load().run().counts().read()).isEqualTo(ITEMS);
    assertThat(result.load().run().counts().rejected()).isEqualTo(1);
    LedgerAssert.assertSettled(POSTGRES, feed);
    assertThat(
            project.rows(
                "select count(*), count(distinct order_id), sum(amount) from " + feed + ".orders"))
        .containsExactly(
            List.of(
                Long.toString(ITEMS - 1),
                Long.toString(ITEMS - 1),
                LongStream.rangeClosed(1, ITEMS).filter(id -> id != 7).map(id -> id % 1000).sum()
                    + (ITEMS - 1) / 2
                    + (ITEMS % 2 == 0 ? ".50" : ".00")));
    CommandRun rejects = CommandRun.in(root, "rejects", feed, "--json");
    assertThat(rejects.only().get("reason").asText()).isEqualTo("type");
    assertThat(rejects.only().get("raw").asText()).isEqualTo(BROKEN);
  }

  @Test
  void backfillsWindowsWithoutMovingTheCursor() {
    server.answer(ApiFeedIT::day);
    ProjectFolder project = project("filled", INCREMENTAL + "\nconcurrency: 2", "upsert").migrate();
    String[] command = {
      "land", "filled", "--from", "2025-12-01", "--to", "2025-12-06", "--window", "1d"
    };

    CommandRun done = CommandRun.in(root, command);
    CommandRun again = CommandRun.in(root, command);

    assertThat(done.out().lines()).as(done.err()).hasSize(3);
    assertThat(done.out()).startsWith("filled: batch 1, 2 files");
    assertThat(again.out()).as("what was landed is left out").isEmpty();
    assertThat(server.calls().stream().map(call -> call.parameter("from")).sorted())
        .containsExactly(
            IntStream.rangeClosed(1, 5)
                .mapToObj(day -> "2025-12-0" + day + "T00:00:00Z")
                .toArray(String[]::new));
    assertThat(CommandRun.in(root, "run", "filled").status()).isZero();
    assertThat(server.calls().get(5).parameter("from")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(project.value("select count(distinct order_id) from filled.orders")).isEqualTo("6");
    LedgerAssert.assertSettled(POSTGRES, "filled");
  }

  @Test
  void goesOnWhereABackfillFailed() {
    server.answer(
        call ->
            call.parameter("from").startsWith("2025-12-03") && server.calls().size() <= 6
                ? Reply.status(500)
                : day(call));
    project("resumed", INCREMENTAL + "\nconcurrency: 1", "upsert").migrate();
    String[] command = {
      "land", "resumed", "--from", "2025-12-01", "--to", "2025-12-05", "--window", "1d"
    };

    CommandRun failed = CommandRun.in(root, command);
    int asked = server.calls().size();
    CommandRun resumed = CommandRun.in(root, command);
    CommandRun last = CommandRun.in(root, command);

    assertThat(failed.status()).isEqualTo(ExitCode.SOURCE.status());
    assertThat(failed.out().lines()).hasSize(2);
    assertThat(asked).isEqualTo(4);
    assertThat(resumed.status()).as("two more attempts failed").isEqualTo(ExitCode.SOURCE.status());
    assertThat(last.status()).as(last.err()).isZero();
    assertThat(last.out().lines()).hasSize(2);
  }

  @Test
  void refusesABackfillThatCannotBe() {
    server.answer(ApiFeedIT::day);
    project("never", "incremental: {since: from, start: \"2026-01-01\"}", "upsert").migrate();

    CommandRun noUntil =
        CommandRun.in(root, "land", "never", "--from", "2025-12-01", "--to", "2025-12-05");
    CommandRun backwards =
        CommandRun.in(root, "land", "never", "--from", "2025-12-05", "--to", "2025-12-01");
    CommandRun noDate =
        CommandRun.in(root, "land", "never", "--from", "yesterday", "--to", "2025-12-01");

    assertThat(noUntil.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(noUntil.err()).contains("feed never cannot be backfilled", "since and until");
    assertThat(backwards.err()).contains("expected --from and a later --to");
    assertThat(noDate.err()).contains("'yesterday' is no date or instant; expected 2026-01-31");
    assertThat(List.of(backwards.status(), noDate.status())).containsOnly(2);
    assertThat(server.calls()).isEmpty();
  }

  /** One order, told by the day that is asked for. */
  private static Reply day(Call call) {
    String day = call.parameter("from").substring(5, 10).replace("-", "");
    return Reply.json("{\"data\": [" + order(Long.parseLong(day)) + "]}");
  }

  @Test
  void landsOnlyWhatIsBehindTheLastSlice() {
    server.answer(call -> Reply.json("{\"data\": [" + order(server.calls().size()) + "]}"));
    ProjectFolder project =
        project(
            "sliced",
            "incremental: {since: from, until: to, start: \"2026-01-01\", lag: 0s}",
            "upsert");

    project.run("sliced", RunnerChoice.DIRECT);
    while (server.calls().size() < 2) { // a slice ends with a whole second
      project.run("sliced", RunnerChoice.DIRECT);
    }

    assertThat(server.calls()).hasSize(2);
    assertThat(server.calls().get(0).parameter("from")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(server.calls().get(1).parameter("from"))
        .isEqualTo(server.calls().get(0).parameter("to"));
    assertThat(project.value("select count(*) from sliced.orders")).isEqualTo("2");
  }

  @Test
  void keepsTheTokenOutOfEverythingItWritesF67() throws IOException {
    String secret = "planted-4711-secret-0815";
    Files.writeString(root.resolve("token"), secret);
    server.answer(call -> Reply.status(call.path().equals("/orders") ? 403 : 404));
    ProjectFolder project =
        project(
            "hushed",
            "auth: {apiKey: {query: tap, key: \"${file:%s}\"}}".formatted(root.resolve("token")),
            "replace");
    project.migrate();

    CommandRun run = CommandRun.in(root, "run", "hushed");

    assertThat(run.status()).isEqualTo(ExitCode.SOURCE.status());
    assertThat(run.err()).contains("answered 403").doesNotContain(secret);
    assertThat(run.out()).doesNotContain(secret);
    assertThat(server.calls().get(0).parameter("tap")).isEqualTo(secret);
    Files.delete(root.resolve("token"));
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
      }
    }
  }
}
