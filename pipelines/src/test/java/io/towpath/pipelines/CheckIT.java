package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.ApiServer;
import io.towpath.testing.ApiServer.Reply;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code towpath check}: says of one feed what a run would stumble over, and how far it is. */
final class CheckIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final String CURSOR = ", cursor: {column: changed_at, type: time, margin: 0s}";

  @TempDir private Path root;
  private ProjectFolder project;

  @BeforeEach
  void open() {
    POSTGRES.execute("drop schema if exists shop cascade");
    POSTGRES.execute(DatabaseProject.TABLE);
    project = DatabaseProject.in(root, POSTGRES, POSTGRES, CURSOR).migrate();
  }

  private CommandRun check() {
    return CommandRun.in(root, "check", "orders");
  }

  @Test
  void looksAtADatabase() {
    POSTGRES.execute("insert into shop.orders values (1, 'a', 1, '2026-01-05 00:00Z')");

    CommandRun slow = check();
    POSTGRES.execute("create index on shop.orders (changed_at)");
    CommandRun good = check();

    assertThat(slow.status()).isZero();
    assertThat(slow.out())
        .containsPattern("ok +feed orders +PostgreSQL .* as postgres")
        .containsPattern("ok +feed orders, columns +4 of 4")
        .containsPattern("slow +feed orders, cursor changed_at +no index .* create an index on it");
    assertThat(good.out())
        .containsPattern("ok +feed orders, cursor changed_at +has an index")
        .containsPattern(
            "ok +feed orders, progress +nothing was landed; the newest row is of 2026-01-05")
        .containsPattern("ok +next batch +1 splits");
    assertThat(CommandRun.in(root, "land", "orders").status()).isZero();
    assertThat(check().out()).containsPattern("progress +landed up to 20");
  }

  @Test
  void missesRights() {
    POSTGRES.execute("drop role if exists poor");
    POSTGRES.execute("create role poor login");
    POSTGRES.execute("grant usage on schema shop to poor");
    project.file(
        "feeds/orders.yaml",
        project.text("feeds/orders.yaml").replace("user: postgres", "user: poor"));

    CommandRun table = check();
    POSTGRES.execute("grant select on shop.orders to poor");
    CommandRun activity = check();
    POSTGRES.execute("grant pg_read_all_stats to poor");

    assertThat(table.status()).isEqualTo(ExitCode.SOURCE.status());
    assertThat(table.out()).containsPattern("BAD +feed orders +.*permission denied");
    assertThat(activity.status()).isEqualTo(ExitCode.SOURCE.status());
    assertThat(activity.out()).containsPattern("BAD +next batch .*grant pg_read_all_stats to poor");
    assertThat(check().status()).isZero();
  }

  @Test
  void asksAnApiForOnePage() {
    try (ApiServer server = ApiServer.start()) {
      server.answer(call -> Reply.json("[{\"order_id\": 1}, {\"order_id\": 2}]"));
      project.file(
          "feeds/orders.yaml",
          """
          contract: ../contracts/orders.odcs.yaml
          source:
            rest: {url: "%s", path: /orders, pagination: {style: page, parameter: page}, allowPrivate: true}
          load: {mode: upsert}
          """
              .formatted(server.url()));

      assertThat(check().out()).containsPattern("ok +feed orders +2 items in the first page");
      assertThat(server.calls()).hasSize(1);
      server.answer(call -> Reply.status(401));
      assertThat(check().status()).isEqualTo(ExitCode.SOURCE.status());
    }
  }

  @Test
  void countsFilesThatWait() {
    Orders.project(project).file("inbox/1.csv", "order_id\n").file("inbox/2.csv", "order_id\n");

    assertThat(check().out())
        .containsPattern("ok +feed orders +2 files")
        .containsPattern("ok +next batch +2 splits, about 18 B");
    assertThat(CommandRun.in(root, "land", "orders").status()).isZero();
    assertThat(check().out()).containsPattern("ok +next batch +nothing is new");
  }

  @Test
  void saysWhatIsMissingBeforeTheLedgerIsThere() {
    project.file(
        "towpath.yaml",
        "project: test\nraw: raw\nwarehouse: {url: \"%s\", user: postgres}\n"
            .formatted(POSTGRES.url().replaceFirst("/[^/]*$", "/template1")));

    CommandRun done = check();

    assertThat(done.status()).isEqualTo(ExitCode.WAREHOUSE.status());
    assertThat(done.out())
        .containsPattern("BAD +ledger .*run 'towpath migrate'")
        .containsPattern("ok +feed orders +PostgreSQL")
        .doesNotContain("next batch");
  }
}
