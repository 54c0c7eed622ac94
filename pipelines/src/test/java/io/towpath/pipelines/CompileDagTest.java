package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.towpath.core.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code towpath compile --to dag}: what an orchestrator is told of each feed. */
final class CompileDagTest {
  @TempDir private Path root;

  @BeforeEach
  void write() throws IOException {
    write(
        "towpath.yaml",
        "project: shop\nraw: raw\nwarehouse: {url: \"jdbc:postgresql://dw.example.com/dw\"}\n");
    write("contracts/orders.odcs.yaml", Orders.CONTRACT);
    feed("orders", "schedule: \"15 2 * * *\"\ntags: [crm]\n");
    feed("totals", "schedule: {after: [orders]}\n");
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.writeString(root.resolve(path), text);
  }

  private void feed(String name, String more) throws IOException {
    write("feeds/" + name + ".yaml", Orders.FEED + more);
  }

  private CommandRun compile(String... more) {
    return CommandRun.in(
        root,
        Stream.concat(Stream.of("compile", "--to", "dag"), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void printsAnObjectPerFeed() {
    JsonNode orders = compile().json().get(0);
    JsonNode totals = compile("totals").only();

    assertThat(orders.get("feed").asText()).isEqualTo("orders");
    assertThat(orders.get("schedule").asText()).isEqualTo("15 2 * * *");
    assertThat(orders.get("tags").get(0).asText()).isEqualTo("crm");
    assertThat(orders.get("asset").asText())
        .isEqualTo("postgres://dw.example.com:5432/dw/shop/orders");
    assertThat(totals.get("schedule").isNull()).isTrue();
    assertThat(totals.get("after").get(0).asText()).isEqualTo("orders");
  }

  @Test
  void writesAFilePerFeedOrNone() throws IOException {
    Path out = root.resolve("compiled");
    assertThat(compile("--out", out.toString()).status()).isZero();
    assertThat(out.resolve("orders.json")).isRegularFile();
    assertThat(out.resolve("totals.json")).isRegularFile();

    feed("totals", "schedule: {after: [ordres]}\n");
    CommandRun done = compile("--out", root.resolve("other").toString());

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err())
        .contains("feeds/totals.yaml: schedule.after names ordres; expected another feed");
    assertThat(root.resolve("other")).doesNotExist();
  }

  @Test
  void wantsAFeedForEverythingElse() {
    CommandRun none = CommandRun.in(root, "compile", "--to", "ddl");
    CommandRun out = CommandRun.in(root, "compile", "orders", "--to", "ddl", "--out", "x");

    assertThat(none.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(none.err()).contains("expected a FEED");
    assertThat(out.err()).contains("--out is for --to dag");
  }
}
