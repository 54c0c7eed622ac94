package io.towpath.io.jdbc;

import static io.towpath.io.jdbc.CursorReader.differences;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Database;
import io.towpath.config.JdbcDeclaration.Limits;
import io.towpath.config.JdbcDeclaration.Mark;
import io.towpath.config.Secret;
import io.towpath.testing.EmbeddedMariaDb;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Slices of tables of MariaDB that are being written: nothing is missed, and nothing read twice.
 */
final class MariaDbCursorIT {
  @RegisterExtension static final EmbeddedMariaDb MARIADB = EmbeddedMariaDb.create();

  private static final int LANDS = 30;

  @TempDir Path folder;

  private CursorReader reader(String table, Mark mark, Duration overlap) {
    Database database = new Database(MARIADB.url(), new Secret(MARIADB.user()), null);
    return new CursorReader(
        table + " by " + mark,
        new SourceDatabase(folder.resolve(table + mark), database)
            .table(table)
            .limits(new Limits(2, 100, Duration.ofMinutes(1), Duration.ofMillis(500)))
            .cursor(new Cursor("at", mark, Duration.ZERO, overlap, ZoneOffset.UTC)));
  }

  @Test
  void missesNothingAndReadsNothingTwiceWhileEightWritersCommitInAnyOrder() throws Exception {
    CursorReader inserted = reader("events", Mark.TIME, Duration.ZERO);
    CursorReader changed = reader("orders", Mark.TIME, Duration.ZERO);
    CursorReader overlapping = reader("orders", Mark.OVERLAP, Duration.ofMinutes(5));
    List<CursorReader> all = List.of(inserted, changed, overlapping);

    try (BusyDatabase busy = BusyDatabase.start(new MariaDbWriting(MARIADB))) {
      for (int land = 0; land < LANDS; land++) {
        if (land == LANDS / 3) {
          busy.prepare("left");
        }
        if (land == LANDS / 2) {
          busy.commitPrepared("left");
        }
        all.forEach(CursorReader::land);
      }
      busy.stop();
    }
    landUntilTheLastRow(all);

    List<String> events = shown("events");
    assertThat(differences(events, shown(inserted.rows()))).isEmpty();
    assertThat(inserted.batches()).isGreaterThan(5);
    assertThat(inserted.notices()).anyMatch(by -> by.contains("of no session (see xa recover)"));
    List<String> orders = shown("orders");
    for (CursorReader reader : List.of(changed, overlapping)) {
      assertThat(differences(orders, shown(reader.latest()))).as(reader.name()).isEmpty();
      assertThat(reader.batches()).as(reader.name()).isGreaterThan(5);
    }
    assertThat(shown(changed.rows())).as("versions of rows").doesNotHaveDuplicates();
  }

  private static void landUntilTheLastRow(List<CursorReader> all) {
    String last =
        "select max(at) from (select max(at) as at from events union all select max(at) from"
            + " orders) as s";
    Instant end =
        Instant.parse(MARIADB.rows(last).get(0).get(0).substring(0, 19).replace(' ', 'T') + "Z")
            .plusSeconds(1);
    String passed = "select unix_timestamp() > " + (end.getEpochSecond() + 3);
    while (!MARIADB.rows(passed).get(0).get(0).equals("1")) {
      Thread.onSpinWait();
    }
    all.forEach(CursorReader::land);
  }

  private static List<String> shown(String table) {
    String rows = "select id, cast(unix_timestamp(at) * 1000000 as unsigned), note from ";
    return MARIADB.rows(rows + table).stream().map(row -> String.join("|", row)).toList();
  }

  private static List<String> shown(List<GenericRecord> rows) {
    return rows.stream()
        .map(row -> Stream.of("id", "at", "note").map(row::get).map(String::valueOf).toList())
        .map(row -> String.join("|", row))
        .toList();
  }
}
