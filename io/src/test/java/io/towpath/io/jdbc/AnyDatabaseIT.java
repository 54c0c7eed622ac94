package io.towpath.io.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Database;
import io.towpath.config.JdbcDeclaration.Mark;
import io.towpath.config.Secret;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.source.Finding;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a database that only a driver knows, read by standard SQL. */
final class AnyDatabaseIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");

  @TempDir Path folder;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void fill() {
    POSTGRES.execute(
        "drop table if exists orders; create table orders (id bigint primary key, at timestamp not"
            + " null, zoned timestamptz); insert into orders select i, timestamp '2024-01-01' + i *"
            + " interval '1 h' from generate_series(0, 9) i");
  }

  private SourceDatabase by(String column, Mark mark) {
    Database database =
        new Database(AnotherDriver.url(POSTGRES.url()), new Secret(POSTGRES.user()), null);
    return new SourceDatabase(folder, database)
        .table("orders")
        .cursor(new Cursor(column, mark, Duration.ZERO, Duration.ofHours(2), AMSTERDAM));
  }

  private List<Object> ids(Manifest manifest, SourceDatabase database) {
    return database.rows(manifest).stream().map(row -> row.get("id")).toList();
  }

  @Test
  void slicesOverlapAndFollowTheServersClock() {
    SourceDatabase database = by("at", Mark.OVERLAP);
    Manifest first = database.land("2024-01-01T08:00:00Z", notices);
    POSTGRES.execute(
        "insert into orders select 10, now() at time zone 'Europe/Amsterdam' union all"
            + " select 11, (now() + interval '1 h') at time zone 'Europe/Amsterdam'");

    Manifest second = database.land(first.slice().cursor(), notices);

    // 08:00 UTC, less two hours, is 07:00 in Amsterdam.
    assertThat(ids(first, database)).containsExactly(7L, 8L, 9L);
    assertThat(ids(second, database)).containsExactly(10L);
  }

  @Test
  void tableWithoutRowsHasNothingNew() {
    POSTGRES.execute("truncate orders");

    assertThat(by("at", Mark.OVERLAP).land(null, notices).parts()).isEmpty();
  }

  @Test
  void saysWhetherTheCursorHasAnIndex() {
    try (KeyedSource source = by("at", Mark.OVERLAP).open(notices)) {
      assertThat(source.examine(null))
          .filteredOn(finding -> finding.verdict() == Finding.Verdict.SLOW)
          .singleElement()
          .extracting(Finding::subject)
          .isEqualTo("cursor at");
      POSTGRES.execute("create index on orders (at)");
      assertThat(source.examine("2024-01-01T08:00:00Z"))
          .extracting(Finding::found)
          .contains("has an index", "landed up to 2024-01-01T08:00:00Z");
    }
  }

  @Test
  void refusesMarksThatItCannotProve() {
    assertFails(by("at", Mark.TIME), "of type time needs PostgreSQL, MySQL or MariaDB");
    assertFails(by("id", Mark.SEQUENCE), "of type sequence needs PostgreSQL; expected overlap");
    assertFails(by("zoned", Mark.OVERLAP), "expected timestamp without time zone");
  }

  private void assertFails(SourceDatabase database, String message) {
    assertThatThrownBy(() -> database.land(null, notices))
        .isInstanceOfSatisfying(
            TowpathException.class,
            thrown -> {
              assertThat(thrown.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
              assertThat(thrown).hasMessageContaining(message);
            });
  }
}
