package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import io.towpath.testing.OrderLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What could not pass: it costs itself, is told once, and its bytes are shown from the raw zone.
 */
final class RejectsIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final int GOOD = 97;

  @TempDir private Path root;
  private String feed;
  private ProjectFolder project;

  @BeforeEach
  void newFeed(TestInfo test) {
    feed = "r" + Integer.toHexString(test.getDisplayName().hashCode());
    project = Orders.project(ProjectFolder.in(root, POSTGRES), feed, feed).migrate();
  }

  /** F40. */
  @ParameterizedTest
  @EnumSource(
      value = RunnerChoice.class,
      names = {"DIRECT", "SPARK"})
  void costThemselvesAndNeitherTheFileNorTheRun(RunnerChoice runner) {
    String badByte = anOrder().withId(201).withCustomer("A\u00ffa").csv();
    String cut = "202,Ada\n";
    String strayQuote = anOrder().withId(203).withCustomer("A\"da").csv();
    deliver(orders(1, 50) + badByte + cut + strayQuote + orders(51, GOOD));

    CommandRun done = run(runner);

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(project.value("select count(*) from " + feed + ".orders")).isEqualTo("97");
    List<JsonNode> rejects = rejects();
    assertThat(rejects)
        .extracting(line -> line.get("place").asText() + " " + line.get("reason").asText())
        .containsExactly("1.csv:52 encoding", "1.csv:53 columns", "1.csv:54 quote");
    assertThat(rejects.get(0).get("raw").asText()).startsWith("201,A").endsWith("Z");
    assertThat(rejects.get(1).get("raw").asText()).isEqualTo(cut.strip());
    assertThat(rejects.get(2).get("raw").asText()).isEqualTo(strayQuote.strip());
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  @Test
  void keepToThemselvesWhatStoodInAClassifiedColumn() {
    String contract = "contracts/" + feed + ".odcs.yaml";
    String amount = "{name: amount, logicalType: number,";
    project.file(
        contract,
        project.text(contract).replace(amount, amount + " classification: confidential,"));
    String secret = anOrder().withId(201).withAmount("secret").csv();
    deliver(orders(1, GOOD) + secret);

    assertThat(run(RunnerChoice.DIRECT).status()).isZero();

    JsonNode reject = rejects().get(0);
    assertThat(reject.get("column").asText()).isEqualTo("amount");
    assertThat(reject.get("found").asText()).matches("x+");
    assertThat(reject.get("expected").asText()).isNotEmpty();
    assertThat(reject.get("raw").asText()).isEqualTo(secret.strip());
    assertThat(project.value("select string_agg(r::text, ' ') from towpath.reject r"))
        .doesNotContain("secret");
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  @Test
  void areToldOnceWhenABlockedRunIsRunAgain() {
    deliver(orders(1, 9) + anOrder().withId(201).withAmount("n/a").csv());
    assertThat(run(RunnerChoice.DIRECT).status()).isEqualTo(ExitCode.BLOCKED.status());
    assertThat(rejects()).hasSize(1);
    String contract = "contracts/" + feed + ".odcs.yaml";
    project.file(contract, project.text(contract).replace("value: 5,", "value: 50,"));

    assertThat(run(RunnerChoice.DIRECT).status()).isZero();

    assertThat(rejects()).hasSize(1);
    assertThat(
            project.value(
                "select sum(count) from towpath.reject_summary where feed = '" + feed + "'"))
        .isEqualTo("1");
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "csv_zstd ~ 4|Tony|1.00|2026-01-08",
        "csv_bzip2 ~ 3,Tony,\"1,00\",2026-01-07,2026-01-07T09:00:00Z",
        "multiline ~ 3,\"open,1.00,2026-01-07,2026-01-07T09:00:00Z",
        "encodings ~ 2,\ufffd,1.00,2026-01-06,2026-01-06T09:00:00Z",
        "ndjson ~ {\"order_id\": 3, \"customer\": \"Tony\" \"amount\": 1}",
        "json ~ {\"order_id\": 3, \"customer\": \"Tony\" \"amount\": 1}",
        "avro ~ {\"order_id\": 3, \"customer\": null,",
        "parquet ~ {\"order_id\": 3, \"customer\": null,",
      })
  void showTheirBytesWhateverTheFormat(String golden, String raw) throws IOException {
    Path folder = GOLDEN.resolve(golden);
    project
        .file("feeds/" + feed + ".yaml", Files.readString(folder.resolve("feed.yaml")))
        .file(
            "contracts/golden.odcs.yaml",
            Files.readString(folder.resolve("contract.odcs.yaml")).replace("SCHEMA", feed));
    for (Path delivery : List.of(folder.resolve("input/1"), folder.resolve("input/2"))) {
      if (Files.isDirectory(delivery)) {
        try (Stream<Path> files = Files.list(delivery)) {
          for (Path file : files.toList()) {
            project.file("inbox/" + file.getFileName(), Files.readAllBytes(file));
          }
        }
      }
    }

    CommandRun done = run(RunnerChoice.DIRECT);

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(rejects())
        .extracting(line -> line.get("raw").asText())
        .anyMatch(shown -> shown.startsWith(raw));
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  private void deliver(String lines) {
    project.file("inbox/1.csv", (OrderLine.HEADER + lines).getBytes(StandardCharsets.ISO_8859_1));
  }

  private CommandRun run(RunnerChoice runner) {
    return CommandRun.of("run", feed, "--project", root.toString(), "--runner", runner.toString());
  }

  private List<JsonNode> rejects() {
    CommandRun done = CommandRun.of("rejects", feed, "--project", root.toString(), "--json");
    assertThat(done.status()).as(done.err()).isZero();
    return done.json();
  }

  private static String orders(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(id -> anOrder().withId(id).csv())
        .collect(Collectors.joining());
  }
}
