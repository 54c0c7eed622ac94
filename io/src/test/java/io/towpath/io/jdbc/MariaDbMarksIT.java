package io.towpath.io.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Database;
import io.towpath.config.JdbcDeclaration.Limits;
import io.towpath.config.JdbcDeclaration.Mark;
import io.towpath.config.Secret;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.testing.EmbeddedMariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where slices of MariaDB end, and what is said where they cannot end safely. */
final class MariaDbMarksIT {
  @RegisterExtension static final EmbeddedMariaDb MARIADB = EmbeddedMariaDb.create();

  @TempDir Path folder;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void fill() {
    MARIADB.execute("set global time_zone = '+00:00'");
    MARIADB.execute("drop table if exists orders");
    MARIADB.execute(
        "create table orders (id bigint auto_increment primary key, at timestamp(6) not null default"
            + " now(6), local datetime not null default now(), seen datetime, note text)");
    MARIADB.execute(
        "insert into orders (at, local) select t, t from (select timestamp '2024-01-01 00:00:00' +"
            + " interval seq hour as t from seq_0_to_9) as s");
  }

  private SourceDatabase by(String column, Mark mark) {
    return by(new Cursor(column, mark, Duration.ZERO, Duration.ZERO, ZoneOffset.UTC));
  }

  private SourceDatabase by(Cursor cursor) {
    return as(MARIADB.user()).cursor(cursor);
  }

  private SourceDatabase as(String user) {
    return new SourceDatabase(folder, new Database(MARIADB.url(), new Secret(user), null))
        .table("orders")
        .cursor(new Cursor("at", Mark.TIME, Duration.ZERO, Duration.ZERO, ZoneOffset.UTC))
        .limits(new Limits(2, 100, Duration.ofMinutes(1), Duration.ofMillis(300)));
  }

  private static long records(Manifest manifest) {
    return manifest.parts().stream().mapToLong(Manifest.Part::records).sum();
  }

  @Test
  void lowerBoundBelongsToASliceAndTheUpperDoesNot() {
    SourceDatabase database = by("at", Mark.TIME);

    Manifest slice = database.land("2024-01-01T03:00:00Z", notices);

    assertThat(records(slice)).isEqualTo(7);
    assertThat(slice.slice().from()).isEqualTo("2024-01-01T03:00:00Z");
    assertThat(slice.slice().cursor()).isEqualTo(slice.slice().to());
    assertThat(database.land(slice.slice().cursor(), notices).parts()).isEmpty();
  }

  @Test
  void columnWithoutAZoneIsReadInTheDeclaredOne() {
    ZoneId amsterdam = ZoneId.of("Europe/Amsterdam");
    Cursor cursor = new Cursor("local", Mark.TIME, Duration.ZERO, Duration.ZERO, amsterdam);

    // 03:00 UTC is 04:00 there.
    assertThat(records(by(cursor).land("2024-01-01T03:00:00Z", notices))).isEqualTo(6);
  }

  @Test
  void timestampIsReadInUtcWhateverTheFeedSays() {
    ZoneId amsterdam = ZoneId.of("Europe/Amsterdam");
    Cursor cursor = new Cursor("at", Mark.TIME, Duration.ZERO, Duration.ZERO, amsterdam);

    assertThat(records(by(cursor).land("2024-01-01T03:00:00Z", notices))).isEqualTo(7);
  }

  @Test
  void overlapIsReadAgain() {
    Cursor cursor =
        new Cursor("local", Mark.OVERLAP, Duration.ZERO, Duration.ofHours(2), ZoneOffset.UTC);

    Manifest slice = by(cursor).land("2024-01-01T09:00:00Z", notices);

    assertThat(records(slice)).isEqualTo(3);
    assertThat(slice.slice().from()).isEqualTo("2024-01-01T07:00:00Z");
  }

  @Test
  void openTransactionHoldsTheMarkAndItsSessionIsNamed() throws SQLException {
    try (Connection other = MARIADB.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("insert into orders (note) values ('4711')");
      Instant began = clock();
      awaitClock(began.plusSeconds(3));

      Manifest manifest = by("at", Mark.TIME).land(null, notices);

      assertThat(records(manifest)).isEqualTo(10);
      assertThat(Instant.parse(manifest.slice().to())).isBeforeOrEqualTo(began);
      assertThat(notices)
          .singleElement()
          .asString()
          .contains("land.mark-held", "session ", " of root, in a transaction since ")
          .doesNotContain("insert", "4711");
    }
  }

  @Test
  void runningStatementHoldsTheMarkAndItsSessionIsNamed() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Instant began = clock();
    Future<?> insert =
        thread.submit(() -> MARIADB.execute("insert into orders (note) values (sleep(5))"));
    awaitClock(began.plusSeconds(4));

    Manifest manifest = by("at", Mark.TIME).land(null, notices);

    assertThat(insert.isDone()).isFalse();
    assertThat(Instant.parse(manifest.slice().to())).isBeforeOrEqualTo(began.plusSeconds(1));
    assertThat(notices).singleElement().asString().contains("of root, in a statement since ");
    insert.get();
    thread.shutdown();
    assertThat(records(by("at", Mark.TIME).land(manifest.slice().cursor(), notices))).isLessThan(2);
  }

  /** Its transaction begins only then, and its rows are older than that. */
  @Test
  void statementThatWaitedBeforeItTouchedATableIsWaitedFor() throws Exception {
    try (Connection other = MARIADB.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("insert into orders (note) values (sleep(3))");
      ExecutorService thread = Executors.newSingleThreadExecutor();
      Future<Manifest> land =
          thread.submit(
              () ->
                  by("at", Mark.TIME)
                      .limits(new Limits(2, 100, Duration.ofMinutes(1), Duration.ofSeconds(30)))
                      .land(null, notices));
      awaitClock(clock().plusSeconds(2));
      assertThat(land.isDone()).isFalse();

      other.commit();

      assertThat(records(land.get())).isEqualTo(11);
      thread.shutdown();
    }
  }

  @Test
  void transactionThatOnlyReadsHoldsNoMark() throws SQLException {
    try (Connection other = MARIADB.connect();
        Statement statement = other.createStatement()) {
      statement.execute("start transaction read only");
      statement.execute("select * from orders");
      Instant began = clock();
      awaitClock(began.plusSeconds(3));

      Manifest manifest = by("at", Mark.TIME).land(null, notices);

      assertThat(Instant.parse(manifest.slice().to())).isAfter(began.plusSeconds(1));
      assertThat(notices).isEmpty();
    }
  }

  @Test
  void preparedTransactionKeepsTheMarkWhereItWas() {
    MariaDbWriting writing = new MariaDbWriting(MARIADB);
    MARIADB.execute("create or replace table events like orders");
    BusyDatabase.execute(writing, writing.prepare("left"));

    Manifest held = by("at", Mark.TIME).land("2024-01-01T03:00:00Z", notices);

    assertThat(held.parts()).isEmpty();
    assertThat(notices)
        .singleElement()
        .asString()
        .contains("at=2024-01-01T03:00:00Z", "no session");
    MARIADB.execute(writing.commitPrepared("left"));
    assertThat(records(by("at", Mark.TIME).land("2024-01-01T03:00:00Z", notices))).isPositive();
  }

  @Test
  void userWhoCannotSeeOthersGetsNoMarkOfTime() {
    MARIADB.execute("create or replace user blind");
    MARIADB.execute("grant select on shop.* to blind");
    String advice = "grant process, slave monitor on *.* to it";

    assertFails(as("blind"), ExitCode.SOURCE, advice);
    MARIADB.execute("grant slave monitor on *.* to blind");
    assertFails(as("blind"), ExitCode.SOURCE, advice);
    MARIADB.execute("revoke slave monitor on *.* from blind");
    MARIADB.execute("grant process on *.* to blind");
    assertFails(as("blind"), ExitCode.SOURCE, advice);

    MARIADB.execute("grant slave monitor on *.* to blind");
    assertThat(records(as("blind").land(null, notices))).isEqualTo(10);
    MARIADB.execute("drop user blind");
  }

  @Test
  void serverThatRowsReachLateLeavesNoMarkOfTime() {
    MARIADB.execute("set global read_only = on");
    assertFails(by("at", Mark.TIME), ExitCode.SOURCE, "the server has read_only on");
    MARIADB.execute("set global read_only = off");
    MARIADB.execute("change master 'far' to master_host = '127.0.0.1', master_user = 'nobody'");

    assertFails(by("at", Mark.TIME), ExitCode.SOURCE, "a replica does not show the transactions");

    MARIADB.execute("reset slave 'far' all");
    assertThat(records(by("at", Mark.TIME).land(null, notices))).isEqualTo(10);
  }

  @Test
  void tableOfAnotherEngineLeavesNoMarkOfTime() {
    MARIADB.execute(
        "alter table orders engine = memory, drop note, drop primary key, modify id int");

    assertFails(by("at", Mark.TIME), ExitCode.SOURCE, "the table's engine is MEMORY");
  }

  @Test
  void rowsWithoutACursorAreNotPassedOver() {
    assertFails(by("seen", Mark.TIME), ExitCode.SOURCE, "seen is null in some rows");
    MARIADB.execute("update orders set seen = local");

    assertThat(records(by("seen", Mark.TIME).land(null, notices))).isEqualTo(10);
  }

  @Test
  void columnMustBeThereAndBeATime() {
    assertFails(
        by("updated", Mark.TIME),
        ExitCode.CONFIGURATION,
        "source.jdbc.cursor names the column updated, which is not there");
    assertFails(
        by("id", Mark.OVERLAP),
        ExitCode.CONFIGURATION,
        "names the column id of type BIGINT; expected datetime or timestamp");
  }

  private static Instant clock() {
    return Instant.ofEpochSecond(
        Long.parseLong(MARIADB.rows("select unix_timestamp()").get(0).get(0)));
  }

  private static void awaitClock(Instant end) {
    while (clock().isBefore(end)) {
      MARIADB.rows("select sleep(0.1)");
    }
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
