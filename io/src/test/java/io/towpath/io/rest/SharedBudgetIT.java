package io.towpath.io.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.RestDeclaration;
import io.towpath.config.RestDeclaration.Rate;
import io.towpath.config.Secret;
import io.towpath.io.postgres.Migrations;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.testing.ApiServer;
import io.towpath.testing.ApiServer.Reply;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LateLink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One limit for all workers, counted where it matters: at the server. */
final class SharedBudgetIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static WarehouseAddress ledger;

  @TempDir private Path root;
  private final ApiServer server = ApiServer.start();

  @BeforeAll
  static void migrate() {
    ledger = new WarehouseAddress(POSTGRES.url(), new Secret(POSTGRES.user()), null);
    Migrations.migrate(ledger);
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void keepsTheLimitWithSixteenExecutors()
      throws InterruptedException, ExecutionException, SQLException {
    int executors = 16;
    countAsks();
    RestDeclaration declaration = new ApiProject(root, server).declare();
    Rate rate = new Rate(40, Duration.ofSeconds(2));
    server.answer(call -> Reply.json("[]"));
    ExecutorService threads = Executors.newFixedThreadPool(2 * executors);
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < executors; i++) {
      SharedBudget budget = new SharedBudget(row("sixteen", rate), rate);
      for (int thread = 0; thread < 2; thread++) {
        done.add(threads.submit(asking(budget, declaration)));
      }
    }
    for (Future<?> each : done) {
      each.get();
    }
    threads.shutdown();

    List<Long> times = server.calls().stream().map(ApiServer.Call::nanoTime).sorted().toList();
    assertThat(times).hasSize(executors * 2 * 5);
    assertThat(mostWithin(times, rate.per())).isLessThanOrEqualTo(rate.requests());
    String asks = POSTGRES.rows("select count(*) from asks where budget = 'sixteen'").get(0).get(0);
    long seconds = (times.get(times.size() - 1) - times.get(0)) / 1_000_000_000;
    assertThat(Long.parseLong(asks))
        .as("asked at most once a second and executor")
        .isLessThanOrEqualTo(executors * (seconds + 2));
  }

  @Test
  void givesMostOfTheLimitToASingleReader() throws IOException, InterruptedException {
    Rate rate = new Rate(20, Duration.ofSeconds(1));

    List<Long> times = read(new SharedBudget(row("alone", rate), rate), Duration.ofSeconds(8));

    assertThat(times).as("of 8 s with 20 each").hasSizeGreaterThan(80);
    assertThat(mostWithin(times, rate.per())).isLessThanOrEqualTo(20);
  }

  @Test
  void givesMostOfALimitOfOneRequest() throws IOException, InterruptedException {
    Rate rate = new Rate(1, Duration.ofSeconds(1));

    List<Long> times = read(new SharedBudget(row("one", rate), rate), Duration.ofSeconds(8));

    assertThat(times).hasSizeGreaterThan(4);
    assertThat(mostWithin(times, rate.per())).isEqualTo(1);
  }

  @Test
  @Timeout(60)
  void goesOnWhereTheDatabaseAnswersLate() throws IOException, InterruptedException {
    Rate rate = new Rate(20, Duration.ofSeconds(1));
    try (LateLink link = LateLink.to(POSTGRES.url(), Duration.ofMillis(100))) {
      WarehouseAddress far =
          new WarehouseAddress(link.url(POSTGRES.url()), new Secret(POSTGRES.user()), null);
      SharedBudget budget = new SharedBudget(new BudgetLedger(far, "far", rate, LONGEST), rate);

      List<Long> times = read(budget, Duration.ofSeconds(10));

      assertThat(times).as("of 10 s with 20 each").hasSizeGreaterThan(40);
      assertThat(mostWithin(times, rate.per())).isLessThanOrEqualTo(20);
    }
  }

  /** Sends one request after the other for so long; gives when they arrived. */
  private List<Long> read(Budget budget, Duration time) throws IOException, InterruptedException {
    RestDeclaration declaration = new ApiProject(root, server).declare();
    server.answer(call -> Reply.json("[]"));
    long end = System.nanoTime() + time.toNanos();
    try (Transport transport = new Transport(declaration)) {
      while (System.nanoTime() - end < 0) {
        budget.await();
        transport.send(new Request(URI.create(server.url()), null), Collections.emptyMap());
      }
    }
    return server.calls().stream().map(ApiServer.Call::nanoTime).sorted().toList();
  }

  @Test
  void tellsEveryWaiterWhereTheLedgerCannotBeAsked() {
    Rate rate = new Rate(1, Duration.ofSeconds(1));
    WarehouseAddress nowhere =
        new WarehouseAddress(
            POSTGRES.url().replaceFirst("/[^/]*$", "/nowhere"), new Secret(POSTGRES.user()), null);
    SharedBudget budget = new SharedBudget(new BudgetLedger(nowhere, "x", rate, LONGEST), rate);

    assertThatThrownBy(budget::await).hasMessageContaining("the database does not exist");
    assertThatThrownBy(budget::await).hasMessageContaining("the database does not exist");
  }

  private static void countAsks() throws SQLException {
    execute(
        """
        create table asks (budget text);
        create function count_ask() returns trigger language plpgsql as
          $$ begin insert into asks values (new.budget); return null; end $$;
        create trigger count_ask after update on towpath.budget
          for each row execute function count_ask()""");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Callable<Void> asking(Budget budget, RestDeclaration declaration) {
    return () -> {
      try (Transport transport = new Transport(declaration)) {
        for (int i = 0; i < 5; i++) {
          budget.await();
          transport.send(new Request(URI.create(server.url()), null), Collections.emptyMap());
        }
      }
      return null;
    };
  }

  private static int mostWithin(List<Long> times, Duration window) {
    int most = 0;
    for (int from = 0; from < times.size(); from++) {
      long end = times.get(from) + window.toNanos();
      int to = from;
      while (to < times.size() && times.get(to) < end) {
        to++;
      }
      most = Math.max(most, to - from);
    }
    return most;
  }

  @Test
  void keepsTheLimitOfAFeed() {
    server.answer(call -> Reply.json(ItemList.array(1, 1)));
    ApiProject project = new ApiProject(root, server, ledger);
    String[] lines = {"limit: 3 per second", "budget: two"};

    for (int i = 0; i < 7; i++) {
      project.land(project.declare(lines));
    }

    List<Long> times = server.calls().stream().map(ApiServer.Call::nanoTime).sorted().toList();
    assertThat(times).hasSize(7);
    assertThat(mostWithin(times, Duration.ofSeconds(1))).isLessThanOrEqualTo(3);
    assertThat(POSTGRES.rows("select budget, tick_millis from towpath.budget where budget = 'two'"))
        .containsExactly(List.of("two", "50"));
  }

  @Test
  void pausesEverybodyWhereTheApiAsksForIt() {
    Rate rate = new Rate(10, Duration.ofSeconds(1));
    BudgetLedger row = row("pause", rate);

    row.deal(new BudgetLedger.Ask(0, Collections.emptySortedMap(), true, 0, Duration.ofMinutes(1)));

    BudgetLedger.Deal deal = row("pause", rate).deal(BudgetLedger.Ask.of(5));
    assertThat(deal.requests()).isEmpty();
    assertThat(deal.next() - deal.clock().millis()).isBetween(1L, 60_000L);
    assertThat(nextOfPause(row)).isGreaterThan(deal.clock().millis());
  }

  private static long nextOfPause(BudgetLedger row) {
    return row.deal(BudgetLedger.Ask.of(1)).next();
  }

  @Test
  void onlyProbesAnApiThatKeepsFailing() throws SQLException {
    Rate rate = new Rate(10, Duration.ofSeconds(1));
    BudgetLedger one = row("broken", rate);
    BudgetLedger other = row("broken", rate);
    one.deal(failed(BudgetLedger.BROKEN - 1));
    assertThat(dealt(other.deal(BudgetLedger.Ask.of(3)))).isEqualTo(3);

    other.deal(failed(1));

    assertThat(dealt(one.deal(BudgetLedger.Ask.of(3)))).isZero();
    execute("update towpath.budget set pause_until = now() where budget = 'broken'");
    assertThat(dealt(one.deal(BudgetLedger.Ask.of(3)))).as("a probe").isEqualTo(1);
    assertThat(dealt(other.deal(BudgetLedger.Ask.of(3)))).as("while it is under way").isZero();

    one.deal(new BudgetLedger.Ask(0, Collections.emptySortedMap(), true, 0, Duration.ZERO));

    assertThat(dealt(other.deal(BudgetLedger.Ask.of(3)))).isEqualTo(3);
  }

  private static BudgetLedger.Ask failed(int times) {
    return new BudgetLedger.Ask(0, Collections.emptySortedMap(), false, times, Duration.ZERO);
  }

  private static int dealt(BudgetLedger.Deal deal) {
    return deal.requests().values().stream().mapToInt(requests -> requests).sum();
  }

  @Test
  void remembersWhatWasSpentWhenTheLimitChanges() {
    BudgetLedger hourly = row("changed", new Rate(10, Duration.ofHours(1)));
    assertThat(dealt(hourly.deal(BudgetLedger.Ask.of(10)))).isEqualTo(10);

    BudgetLedger.Deal deal =
        row("changed", new Rate(12, Duration.ofHours(2))).deal(BudgetLedger.Ask.of(10));

    assertThat(dealt(deal)).isEqualTo(2);
  }

  private static BudgetLedger row(String name, Rate rate) {
    return new BudgetLedger(ledger, name, rate, LONGEST);
  }
}
