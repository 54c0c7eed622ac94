package io.towpath.io.jdbc;

import static io.towpath.io.jdbc.CursorReader.differences;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Limits;
import io.towpath.config.JdbcDeclaration.Mark;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Slices of tables that are being written: nothing is missed, and what is only inserted is read
 * once.
 */
final class CursorIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final int LANDS = 30;

  @TempDir Path folder;

  private CursorReader reader(String table, String column, Mark mark, Duration overlap) {
    Duration margin = Duration.ofMillis(mark == Mark.TIME ? 100 : 0);
    return new CursorReader(
        table + " by " + mark,
        SourceDatabase.of(folder.resolve(table + mark), POSTGRES)
            .table("shop." + table)
            .limits(new Limits(2, 100, Duration.ofMinutes(1), Duration.ofSeconds(5)))
            .cursor(new Cursor(column, mark, margin, overlap, ZoneOffset.UTC)));
  }

  @Test
  void missesNothingAndReadsNothingTwiceWhileEightWritersCommitInAnyOrder() throws Exception {
    Duration none = Duration.ZERO;
    List<CursorReader> inserted =
        List.of(
            reader("events", "at", Mark.TIME, none),
            reader("events", "id", Mark.SEQUENCE, none),
            reader("events", "xid", Mark.XID8, none));
    List<CursorReader> changed =
        List.of(
            reader("orders", "at", Mark.TIME, none),
            reader("orders", "xid", Mark.XID8, none),
            reader("orders", "at", Mark.OVERLAP, Duration.ofMinutes(5)));
    List<CursorReader> all = Stream.of(inserted, changed).flatMap(List::stream).toList();

    try (BusyDatabase busy = BusyDatabase.start(new PostgresWriting(POSTGRES))) {
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
    passTheLastRow();
    all.forEach(CursorReader::land);

    List<String> events = shown("events");
    for (CursorReader reader : inserted) {
      assertThat(differences(events, shown(reader.rows()))).as(reader.name()).isEmpty();
      assertThat(reader.batches()).as(reader.name()).isGreaterThan(LANDS / 2);
      assertThat(reader.notices())
          .as(reader.name())
          .anyMatch(by -> by.contains("transaction left of"));
    }
    List<String> orders = shown("orders");
    for (CursorReader reader : changed) {
      assertThat(differences(orders, shown(reader.latest()))).as(reader.name()).isEmpty();
    }
    assertThat(inserted.get(0).notices()).anyMatch(by -> by.contains("session "));
  }

  private static List<String> shown(String table) {
    String rows = "select id, (extract(epoch from at) * 1000000)::bigint, xid, note from shop.";
    return POSTGRES.rows(rows + table).stream().map(row -> String.join("|", row)).toList();
  }

  private static List<String> shown(List<GenericRecord> rows) {
    return rows.stream()
        .map(
            row ->
                row.get("id") + "|" + row.get("at") + "|" + row.get("xid") + "|" + row.get("note"))
        .toList();
  }

  /** Until marks have passed it. */
  private static void passTheLastRow() {
    String late =
        "select count(*) from (select max(at) at from shop.events union all select max(at) from"
            + " shop.orders) s where at > statement_timestamp() - interval '0.2 seconds'";
    while (!POSTGRES.rows(late).get(0).get(0).equals("0")) {
      Thread.onSpinWait();
    }
  }
}
