package io.towpath.io.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Extent;
import io.towpath.config.JdbcDeclaration.Limits;
import io.towpath.config.JdbcDeclaration.Mark;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where slices end, and what is said where they cannot end safely. */
final class PostgresMarksIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @TempDir Path folder;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void fill() {
    POSTGRES.execute(
        "drop schema if exists shop cascade; create schema shop;"
            + " create table shop.orders (id bigserial primary key, at timestamptz not null"
            + " default now(), local timestamp not null default now(), seen timestamptz);"
            + " insert into shop.orders (at, local) select t, t at time zone 'UTC' from"
            + " generate_series(timestamptz '2024-01-01 00:00Z', '2024-01-01 09:00Z', '1 h') t");
  }

  private SourceDatabase by(String column, Mark mark) {
    return by(new Cursor(column, mark, Duration.ZERO, Duration.ZERO, ZoneOffset.UTC));
  }

  private SourceDatabase by(Cursor cursor) {
    return SourceDatabase.of(folder, POSTGRES)
        .table("shop.orders")
        .limits(new Limits(2, 100, Duration.ofMinutes(1), Duration.ofMillis(300)))
        .cursor(cursor);
  }

  private static long records(Manifest manifest) {
    return manifest.parts().stream().mapToLong(Manifest.Part::records).sum();
  }

  @Test
  void readsWhatIsNewSinceTheLastSlice() {
    SourceDatabase database = by("id", Mark.SEQUENCE);

    Manifest first = database.land(null, notices);
    POSTGRES.execute("insert into shop.orders default values");
    Manifest second = database.land(first.slice().cursor(), notices);
    Manifest third = database.land(second.slice().cursor(), notices);

    assertThat(first.slice()).isEqualTo(new Manifest.Slice(null, "10", "10", true));
    assertThat(records(first)).isEqualTo(10);
    assertThat(second.slice()).isEqualTo(new Manifest.Slice("10", "11", "11", true));
    assertThat(records(second)).isEqualTo(1);
    assertThat(third.parts()).isEmpty();
  }

  @Test
  void lowerBoundBelongsToASliceAndTheUpperDoesNot() {
    Manifest slice = by("at", Mark.TIME).land("2024-01-01 03:00:00+00", notices);

    assertThat(records(slice)).isEqualTo(7);
    assertThat(slice.slice().from()).isEqualTo("2024-01-01 03:00:00+00");
  }

  @Test
  void columnWithoutAZoneIsReadInTheDeclaredOne() {
    ZoneId amsterdam = ZoneId.of("Europe/Amsterdam");
    Cursor cursor = new Cursor("local", Mark.TIME, Duration.ZERO, Duration.ZERO, amsterdam);

    // 03:00 UTC is 04:00 there.
    Manifest slice = by(cursor).land("2024-01-01 03:00:00+00", notices);

    assertThat(records(slice)).isEqualTo(6);
  }

  @Test
  void overlapIsReadAgain() {
    Cursor cursor =
        new Cursor("at", Mark.OVERLAP, Duration.ZERO, Duration.ofHours(2), ZoneOffset.UTC);

    Manifest slice = by(cursor).land("2024-01-01 09:00:00+00", notices);

    assertThat(records(slice)).isEqualTo(3);
    assertThat(slice.slice().from()).isEqualTo("2024-01-01 07:00:00+00");
  }

  @Test
  void openTransactionHoldsTheMarkAndIsNamed() throws SQLException {
    SourceDatabase database = by("at", Mark.TIME);
    String began;
    try (Connection other = POSTGRES.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("set application_name = 'slow job'; select now()");
      began =
          POSTGRES
              .rows("select xact_start from pg_stat_activity where application_name = 'slow job'")
              .get(0)
              .get(0);

      Manifest manifest = database.land(null, notices);

      String held = "select '" + manifest.slice().to() + "'::timestamptz <= '" + began + "'";
      assertThat(POSTGRES.rows(held)).containsExactly(List.of("t"));
      assertThat(notices).singleElement().asString().contains("land.mark-held", "(slow job)");
    }
  }

  @Test
  void writerThatDoesNotEndKeepsASequenceFromBeingRead() throws SQLException {
    SourceDatabase database = by("id", Mark.SEQUENCE);
    try (Connection other = POSTGRES.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("set application_name = 'slow job'");
      statement.execute("insert into shop.orders default values");

      assertThat(database.land(null, notices).parts()).isEmpty();
      assertThat(notices).singleElement().asString().contains("land.mark-held", "(slow job)");
    }
    assertThat(records(database.land(null, notices))).isEqualTo(10);
  }

  @Test
  void readerOfATableDoesNotKeepASequenceFromBeingRead() throws SQLException {
    try (Connection other = POSTGRES.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select * from shop.orders; create table shop.other (id int)");

      assertThat(records(by("id", Mark.SEQUENCE).land(null, notices))).isEqualTo(10);
    }
  }

  @Test
  void userWhoCannotSeeTransactionsGetsNoMarkOfTime() {
    POSTGRES.execute(
        "drop role if exists blind; create role blind login; grant usage on schema shop to blind;"
            + " grant select on shop.orders to blind");
    SourceDatabase database =
        SourceDatabase.of(folder, POSTGRES, "blind")
            .table("shop.orders")
            .cursor(new Cursor("at", Mark.TIME, Duration.ZERO, Duration.ZERO, ZoneOffset.UTC));

    assertFails(database, ExitCode.SOURCE, "grant pg_read_all_stats to blind");

    POSTGRES.execute("grant pg_read_all_stats to blind");
    assertThat(records(database.land(null, notices))).isEqualTo(10);
    POSTGRES.execute("drop owned by blind; drop role blind");
  }

  @Test
  void sessionThatHidesItsTransactionsLeavesNoMarkOfTime() throws SQLException {
    try (Connection other = POSTGRES.connect();
        Statement statement = other.createStatement()) {
      statement.execute("set track_activities = off");

      assertFails(by("at", Mark.TIME), ExitCode.SOURCE, "track_activities off");
    }
  }

  @Test
  void sequenceThatHandsOutNumbersInAdvanceLeavesNoMark() {
    POSTGRES.execute("alter sequence shop.orders_id_seq cache 10");

    assertFails(by("id", Mark.SEQUENCE), ExitCode.SOURCE, "hands out numbers in advance");
  }

  @Test
  void rowsWithoutACursorAreNotPassedOver() {
    assertFails(by("seen", Mark.TIME), ExitCode.SOURCE, "seen is null in some rows");
    POSTGRES.execute("update shop.orders set seen = at");

    assertThat(records(by("seen", Mark.TIME).land(null, notices))).isEqualTo(10);
  }

  @Test
  void columnMustBeThereAndFitItsMark() {
    assertFails(
        by("updated", Mark.TIME),
        ExitCode.CONFIGURATION,
        "source.jdbc.cursor names the column updated, which is not there");
    assertFails(
        by("at", Mark.SEQUENCE),
        ExitCode.CONFIGURATION,
        "names the column at of type timestamptz; expected smallint, integer or bigint for a"
            + " cursor of type sequence");
    assertFails(by("id", Mark.XID8), ExitCode.CONFIGURATION, "expected xid8");
  }

  @Test
  void sliceOfAQueryIsCutFromItsRows() {
    SourceDatabase database =
        by("id", Mark.SEQUENCE)
            .extent(
                new Extent(
                    null,
                    "select id from shop.orders where id % 2 = 0",
                    List.of(),
                    List.of(),
                    null));

    Manifest slice = database.land("4", notices);

    assertThat(database.rows(slice)).extracting(row -> row.get("id")).containsExactly(6L, 8L, 10L);
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
