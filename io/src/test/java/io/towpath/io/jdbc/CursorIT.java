package io.towpath.io.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Limits;
import io.towpath.config.JdbcDeclaration.Mark;
import io.towpath.core.Manifest;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
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

  /** One feed's cursor, and what it has brought. */
  private final class Reader {
    private final String name;
    private final SourceDatabase database;
    private final List<Manifest> batches = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private @Nullable String cursor;

    Reader(String table, String column, Mark mark, Duration overlap) {
      name = table + " by " + mark;
      Duration margin = Duration.ofMillis(mark == Mark.TIME ? 100 : 0);
      database =
          SourceDatabase.of(folder.resolve(table + mark), POSTGRES)
              .table("shop." + table)
              .limits(new Limits(2, 100, Duration.ofMinutes(1), Duration.ofSeconds(5)))
              .cursor(new Cursor(column, mark, margin, overlap, ZoneOffset.UTC));
    }

    /** As a land run does: the cursor moves only where a batch is committed. */
    void land() {
      Manifest batch = database.land(cursor, notices);
      if (!batch.parts().isEmpty()) {
        batches.add(batch);
        cursor = batch.slice().cursor();
      }
    }

    /** Rows in the order of their arrival. */
    List<GenericRecord> rows() {
      return batches.stream().flatMap(batch -> database.rows(batch).stream()).toList();
    }
  }

  @Test
  void missesNothingAndReadsNothingTwiceWhileEightWritersCommitInAnyOrder() throws Exception {
    Duration none = Duration.ZERO;
    List<Reader> inserted =
        List.of(
            new Reader("events", "at", Mark.TIME, none),
            new Reader("events", "id", Mark.SEQUENCE, none),
            new Reader("events", "xid", Mark.XID8, none));
    List<Reader> changed =
        List.of(
            new Reader("orders", "at", Mark.TIME, none),
            new Reader("orders", "xid", Mark.XID8, none),
            new Reader("orders", "at", Mark.OVERLAP, Duration.ofMinutes(5)));
    List<Reader> all = Stream.of(inserted, changed).flatMap(List::stream).toList();

    try (BusyDatabase busy = BusyDatabase.start(POSTGRES)) {
      for (int land = 0; land < LANDS; land++) {
        if (land == LANDS / 3) {
          busy.prepare("left");
        }
        if (land == LANDS / 2) {
          busy.commitPrepared("left");
        }
        all.forEach(Reader::land);
      }
      busy.stop();
    }
    passTheLastRow();
    all.forEach(Reader::land);

    List<String> events = shown("events");
    for (Reader reader : inserted) {
      assertThat(differences(events, shown(reader.rows()))).as(reader.name).isEmpty();
      assertThat(reader.batches.size()).as(reader.name).isGreaterThan(LANDS / 2);
      assertThat(reader.notices).as(reader.name).anyMatch(by -> by.contains("transaction left of"));
    }
    List<String> orders = shown("orders");
    for (Reader reader : changed) {
      TreeMap<Long, GenericRecord> latest = new TreeMap<>();
      reader.rows().forEach(row -> latest.put((Long) row.get("id"), row));
      assertThat(differences(orders, shown(List.copyOf(latest.values()))))
          .as(reader.name)
          .isEmpty();
    }
    assertThat(inserted.get(0).notices).anyMatch(by -> by.contains("session "));
  }

  /** Rows that are in one list more often than in the other; a list of all would tell nothing. */
  private static List<String> differences(List<String> expected, List<String> found) {
    List<String> missed = new ArrayList<>(expected);
    List<String> surplus = new ArrayList<>();
    missed.sort(null);
    for (String row : found) {
      int at = java.util.Collections.binarySearch(missed, row);
      if (at < 0) {
        surplus.add("surplus " + row);
      } else {
        missed.remove(at);
      }
    }
    return Stream.concat(missed.stream().map(row -> "missed " + row), surplus.stream())
        .limit(20)
        .collect(Collectors.toList());
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
