package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import io.towpath.testing.OrderLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the commands that carry data print: init, land, load, publish and run. */
final class StepwiseIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @TempDir private Path root;
  private String feed;
  private ProjectFolder project;

  @BeforeEach
  void newFeed(TestInfo test) {
    feed = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    project =
        Orders.project(ProjectFolder.in(root, POSTGRES), feed, feed)
            .migrate()
            .file("inbox/1.csv", OrderLine.HEADER + anOrder().withId(1).csv());
  }

  @Test
  void landsThenLoads() {
    assertThat(towpath("load", feed).out()).isEqualTo(feed + ": nothing new to publish\n");

    CommandRun landed = towpath("land", feed);
    CommandRun loaded = towpath("load", feed);
    CommandRun again = towpath("land", feed);

    assertThat(landed.out()).isEqualTo(feed + ": batch 1, 1 files, 68 B\n");
    assertThat(loaded.out())
        .contains("published", "staged 1 = inserted 1 + updated 0 + deleted 0 + kept 0");
    assertThat(again.out()).isEqualTo(feed + ": no new files\n");
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  @Test
  void landsThenLoadsForPrograms() {
    JsonNode landed = towpath("land", feed, "--json").json().get(0);
    JsonNode loaded = towpath("load", feed, "--json").json().get(0);
    JsonNode again = towpath("run", feed, "--json").json().get(0);

    assertThat(landed.get("batch").asInt()).isEqualTo(1);
    assertThat(landed.get("files").asInt()).isEqualTo(1);
    assertThat(loaded.get("state").asText()).isEqualTo("published");
    assertThat(loaded.get("inserted").asInt()).isEqualTo(1);
    assertThat(again.get("state").asText()).isEqualTo("nothing to do");
    assertThat(again.get("files").asInt()).isZero();
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  @Test
  void loadsAsManyBytesAsTheFeedAllowsAndLeavesTheRest() {
    String path = "feeds/" + feed + ".yaml";
    for (int batch = 1; batch <= 3; batch++) {
      String file = OrderLine.HEADER + anOrder().withId(batch).csv();
      project.file("inbox/" + batch + ".csv", file);
      assertThat(towpath("land", feed).status()).isZero();
    }
    project.file(path, project.text(path).replace("upsert}", "upsert, maxBytes: 140}"));

    CommandRun first = towpath("load", feed);
    CommandRun second = towpath("load", feed);

    assertThat(first.err()).contains("\"batches\":2", "\"waiting\":1");
    assertThat(first.out()).contains("read 2 ", "staged 2 = inserted 2");
    assertThat(second.err()).contains("\"batches\":1", "\"waiting\":0");
    assertThat(second.out()).contains("read 1 ", "staged 1 = inserted 1");
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  @Test
  void tellsItsStepsInJsonLinesWhereThereIsNoTerminal() {
    CommandRun done = towpath("run", feed);

    assertThat(new CommandRun(0, done.err(), "").json())
        .extracting(step -> step.get("step").asText())
        .contains("land.lease", "land.copy", "load.stage", "publish.seal");
  }

  @Test
  void publishesARunThatWasBlocked() {
    String contract = "contracts/" + feed + ".odcs.yaml";
    String strict = project.text(contract);
    project
        .file(contract, strict.replace("mustBeGreaterThan: 0", "mustBeGreaterThan: 1"))
        .file("feeds/" + feed + ".yaml", project.text("feeds/" + feed + ".yaml"));
    CommandRun blocked = towpath("run", feed);
    String run = project.value("select run from towpath.run where feed = '" + feed + "'");

    CommandRun refused = towpath("publish", run, "--json");
    CommandRun listed = towpath("runs");
    CommandRun explained = towpath("runs", feed, "--json");
    project.file(contract, strict);
    CommandRun published = towpath("publish", run);

    assertThat(blocked.status()).as(blocked.err()).isEqualTo(ExitCode.BLOCKED.status());
    assertThat(blocked.out()).contains("checks: 0 of 1 passed", "error not_empty: found 1");
    assertThat(refused.status()).isEqualTo(ExitCode.BLOCKED.status());
    assertThat(refused.json().get(0).get("checks").get(0).get("passed").asBoolean()).isFalse();
    assertThat(listed.out()).containsPattern(run + " +blocked +1 ");
    assertThat(explained.json().get(0).get("error").asText()).contains("not_empty");
    assertThat(published.status()).as(published.err()).isZero();
    assertThat(published.out()).contains("run " + run + " published", "inserted 1");
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  @Test
  void initWritesAProjectThatIsValid() {
    Path shop = root.resolve("shop");

    CommandRun written = CommandRun.of("init", shop.toString());
    CommandRun json = CommandRun.of("init", root.resolve("other").toString(), "--json");

    assertThat(written.out())
        .contains("wrote " + shop.resolve("feeds/orders.yaml"))
        .contains("Now run: towpath run orders --project " + shop);
    assertThat(json.json().get(0).get("wrote")).hasSize(4);
    CommandRun valid = CommandRun.of("validate", "--project", shop.toString());
    assertThat(valid.status()).as(valid.err()).isZero();
  }

  @Test
  void initOverwritesNothing() {
    Path shop = root.resolve("shop");
    CommandRun.of("init", shop.toString());

    CommandRun again = CommandRun.of("init", shop.toString());

    assertThat(again.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(again.err()).contains("exists already", "nothing was written");
  }

  @Test
  void initSaysWhereItCannotWrite() {
    CommandRun done = CommandRun.of("init", root.resolve("towpath.yaml/shop").toString());

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("cannot be written", "choose a folder");
    assertThat(Files.isRegularFile(root.resolve("towpath.yaml"))).isTrue();
  }

  private CommandRun towpath(String... arguments) {
    return CommandRun.in(root, arguments);
  }
}
