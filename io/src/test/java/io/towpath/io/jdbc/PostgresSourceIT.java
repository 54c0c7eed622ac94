package io.towpath.io.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.JdbcDeclaration.Extent;
import io.towpath.config.JdbcDeclaration.Limits;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourcePlan;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whole tables and queries of PostgreSQL. */
final class PostgresSourceIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  /** Wide rows, so that few of them are worth several splits. */
  private static final int ROWS = 12_000;

  private static final String WIDE =
      "select i as id, repeat(md5(i::text), 60) as note from generate_series(1, " + ROWS + ") i";

  @TempDir Path folder;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void clean() {
    POSTGRES.execute("drop schema if exists shop cascade; create schema shop");
  }

  private SourceDatabase database() {
    return SourceDatabase.of(folder, POSTGRES);
  }

  private static List<Long> ids(List<GenericRecord> rows) {
    return rows.stream().map(row -> ((Number) row.get("id")).longValue()).sorted().toList();
  }

  private static List<Long> upTo(int last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void splitsOfATableHoldEachRowOnceAndAboutAsMany() {
    POSTGRES.execute("create table shop.wide as " + WIDE);

    SourceDatabase database = database().table("shop.wide");
    Manifest manifest = database.land(null, notices);

    assertThat(manifest.parts()).hasSize(2);
    assertThat(manifest.parts())
        .allSatisfy(part -> assertThat(part.records()).isBetween(ROWS / 3L, 2L * ROWS / 3));
    assertThat(ids(database.rows(manifest))).isEqualTo(upTo(ROWS));
    assertThat(manifest.slice().consistent()).isTrue();
    assertThat(manifest.slice().cursor()).isNull();
  }

  @Test
  void readsAllPartitionsOfATableAtOnceAlsoWithoutRightsOnThem() {
    POSTGRES.execute("create table shop.parted (id int, note text) partition by range (id)");
    POSTGRES.execute("create table shop.p1 partition of shop.parted for values from (0) to (9000)");
    POSTGRES.execute("create table shop.p2 (note text, id int)");
    POSTGRES.execute(
        "alter table shop.parted attach partition shop.p2 for values from (9000) to (99000)");
    POSTGRES.execute("insert into shop.parted " + WIDE);
    POSTGRES.execute(
        "drop role if exists guest; create role guest login; grant usage on schema shop to guest;"
            + " grant select on shop.parted to guest");

    SourceDatabase database = SourceDatabase.of(folder, POSTGRES, "guest").table("shop.parted");
    Manifest manifest = database.land(null, notices);

    assertThat(manifest.parts()).hasSize(2);
    assertThat(ids(database.rows(manifest))).isEqualTo(upTo(ROWS));
    POSTGRES.execute("drop owned by guest; drop role guest");
  }

  @Test
  void readsAViewByRangesOfAColumn() {
    POSTGRES.execute("create table shop.wide as " + WIDE);
    POSTGRES.execute("insert into shop.wide values (null, 'no key')");
    POSTGRES.execute("create view shop.seen as select * from shop.wide");

    SourceDatabase database =
        database().extent(new Extent("shop.seen", null, List.of(), List.of(), "id"));
    Manifest manifest = database.land(null, notices);

    assertThat(manifest.parts()).hasSize(4);
    List<GenericRecord> rows = database.rows(manifest);
    assertThat(rows).hasSize(ROWS + 1);
    assertThat(rows.stream().filter(row -> row.get("id") == null)).hasSize(1);
  }

  @Test
  void noRangeOfASkewedColumnIsLongerThanFourTimesTheMedian() {
    POSTGRES.execute(
        "create table shop.zipf as select i as id, floor(100 / power(random(), 0.9))::int as rank,"
            + " md5(i::text) as note from generate_series(1, 40000) i");
    for (String key : List.of("rank", "id", "note")) {
      SourceDatabase database =
          database()
              .extent(new Extent(null, "select * from shop.zipf", List.of(), List.of(), key))
              .limits(new Limits(4, 100, Duration.ofMinutes(1), Duration.ofSeconds(2)));

      Manifest manifest = database.land(null, notices);

      List<Long> sizes = manifest.parts().stream().map(Manifest.Part::records).sorted().toList();
      assertThat(sizes.size()).as(key).isGreaterThanOrEqualTo(6);
      assertThat(sizes.get(sizes.size() - 1)).as(key).isLessThan(4 * sizes.get(sizes.size() / 2));
      assertThat(sizes.stream().mapToLong(Long::longValue).sum()).as(key).isEqualTo(40_000);
    }
  }

  @Test
  void readsAQueryThatEndsInACommentAndHasQuestionMarks() {
    POSTGRES.execute("create table shop.docs (id int, doc jsonb)");
    POSTGRES.execute("insert into shop.docs values (1, '{\"a\": 1}'), (2, '{}')");
    String query = "select id, doc ->> 'a' as a from shop.docs where doc ? 'a' -- only these";

    List<GenericRecord> rows =
        database().extent(new Extent(null, query, List.of(), List.of(), null)).rows();

    assertThat(ids(rows)).containsExactly(1L);
    assertThat(rows.get(0).get("a")).hasToString("1");
  }

  @Test
  void readsTheColumnsThatAreAskedForWhateverTheirNames() {
    POSTGRES.execute("create table shop.\"Odd one\" (\"or\"\"der\" int, \"2nd\" int, secret text)");
    POSTGRES.execute("insert into shop.\"Odd one\" values (1, 2, 'hidden')");
    POSTGRES.execute("alter table shop.\"Odd one\" rename to \"Odd\"");

    GenericRecord all =
        database()
            .extent(new Extent("shop.Odd", null, List.of(), List.of("secret"), null))
            .rows()
            .get(0);
    GenericRecord one =
        database()
            .extent(new Extent("shop.Odd", null, List.of("2nd"), List.of(), null))
            .rows()
            .get(0);

    assertThat(all).hasToString("{\"or_der\": 1, \"_2nd\": 2}");
    assertThat(all.getSchema().getField("or_der").getProp("column")).isEqualTo("or\"der");
    assertThat(one).hasToString("{\"_2nd\": 2}");
  }

  @Test
  void splitsSeeOneMomentWhateverIsWrittenMeanwhile() {
    POSTGRES.execute("create table shop.wide as " + WIDE);
    SourceDatabase database = database().table("shop.wide");

    try (Source source = database.open(notices)) {
      SourcePlan plan = source.plan(null);
      POSTGRES.execute("delete from shop.wide where id % 2 = 0");
      POSTGRES.execute("insert into shop.wide select id + 1000000, note from shop.wide");
      POSTGRES.execute("update shop.wide set note = 'new'");
      List<Manifest.Part> parts = source.select(database.landAll(plan));

      List<GenericRecord> rows =
          database.rows(new Manifest("test", 1, "a", java.time.Instant.EPOCH, parts, plan.slice()));
      assertThat(ids(rows)).isEqualTo(upTo(ROWS));
      assertThat(rows).noneMatch(row -> row.get("note").toString().equals("new"));
    }
  }

  @Test
  void tableWithoutRowsGivesNoParts() {
    POSTGRES.execute("create table shop.empty (id int)");

    assertThat(database().table("shop.empty").land(null, notices).parts()).isEmpty();
  }

  @Test
  @DisplayName("F11 connection lost within a split")
  void f11_splitWhoseConnectionIsEndedIsReadAgain() throws Exception {
    POSTGRES.execute("create table shop.wide as " + WIDE);
    String waits = "case when id = 5000 then pg_advisory_xact_lock_shared(77) is not null end";
    Extent query =
        new Extent(null, "select id, " + waits + " from shop.wide", List.of(), List.of(), null);
    SourceDatabase database =
        database()
            .extent(query)
            .limits(new Limits(2, 100, Duration.ofMinutes(1), Duration.ofSeconds(30)));

    CompletableFuture<List<GenericRecord>> rows;
    try (Connection holder = POSTGRES.connect();
        Statement statement = holder.createStatement()) {
      statement.execute("select pg_advisory_lock(77)");
      rows = CompletableFuture.supplyAsync(database::rows);
      String kill =
          "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'advisory'";
      List<List<String>> killed = POSTGRES.rows(kill);
      while (killed.isEmpty() && !rows.isDone()) {
        killed = POSTGRES.rows(kill);
      }
      assertThat(killed).containsExactly(List.of("t"));
    }

    assertThat(ids(rows.get(1, TimeUnit.MINUTES))).isEqualTo(upTo(ROWS));
  }

  @Test
  void queryThatTakesTooLongIsGivenUp() {
    SourceDatabase database =
        database()
            .extent(new Extent(null, "select 1 as id, pg_sleep(60)", List.of(), List.of(), null))
            .limits(new Limits(2, 100, Duration.ofMillis(300), Duration.ofSeconds(1)));

    assertFails(
        database, ExitCode.SOURCE, "a statement ran longer than source.jdbc.statementTimeout");
  }

  @Test
  void queryThatWritesIsRefused() {
    POSTGRES.execute("create table shop.t (id int); create sequence shop.ids");
    Extent query = new Extent(null, "select nextval('shop.ids') as id", List.of(), List.of(), null);

    assertFails(database().extent(query), ExitCode.SOURCE, "the query writes");
  }

  @Test
  void saysWhatIsMissing() {
    POSTGRES.execute("create table shop.orders (order_id int)");

    assertFails(database().table("shop.order"), ExitCode.SOURCE, "a table or schema is missing");
    assertFails(
        database().extent(new Extent("shop.orders", null, List.of("orderid"), List.of(), null)),
        ExitCode.CONFIGURATION,
        "feeds/test.yaml: source.jdbc.columns names the column orderid, which is not there;"
            + " expected order_id. Did you mean order_id?");
  }

  @Test
  @DisplayName("F12 missing right, wrong login")
  void f12_saysWhoMayNotRead() {
    POSTGRES.execute("create table shop.orders (id int)");
    POSTGRES.execute("drop role if exists nobody1; create role nobody1 login");

    assertFails(
        SourceDatabase.of(folder, POSTGRES, "nobody1").table("shop.orders"),
        ExitCode.SOURCE,
        "the user lacks a right");
    assertFails(
        SourceDatabase.of(folder, POSTGRES, "nobody2").table("shop.orders"),
        ExitCode.SOURCE,
        "the server refused the login");
    POSTGRES.execute("drop role nobody1");
  }

  @Test
  void waitsForALockNoLongerThanItMay() throws SQLException {
    POSTGRES.execute("create table shop.orders (id int)");
    SourceDatabase database =
        database()
            .table("shop.orders")
            .limits(new Limits(2, 100, Duration.ofMinutes(1), Duration.ofMillis(100)));
    try (Connection holder = POSTGRES.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table shop.orders");

      assertFails(database, ExitCode.SOURCE, "source.jdbc.lockTimeout");
    }
  }

  @Test
  void leavesNoSessionBehind() {
    POSTGRES.execute("create table shop.wide as " + WIDE);

    database().table("shop.wide").rows();

    assertThat(
            POSTGRES.rows(
                "select application_name, query from pg_stat_activity where datname ="
                    + " current_database() and application_name = 'towpath'"))
        .isEmpty();
  }

  private void assertFails(SourceDatabase database, ExitCode code, String message) {
    assertThatThrownBy(() -> database.land(null, notices))
        .isInstanceOfSatisfying(
            TowpathException.class,
            thrown -> {
              assertThat(thrown.exitCode()).isEqualTo(code);
              assertThat(thrown).hasMessageContaining(message);
            });
  }
}
