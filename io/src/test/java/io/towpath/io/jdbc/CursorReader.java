package io.towpath.io.jdbc;

import io.towpath.core.Manifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** One feed's cursor while its table is written, and what it has brought. */
final class CursorReader {
  private static final int FEW = 20;

  private final String name;
  private final SourceDatabase database;
  private final List<Manifest> batches = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private @Nullable String cursor;

  CursorReader(String name, SourceDatabase database) {
    this.name = name;
    this.database = database;
  }

  /** As a land run does: the cursor moves only where a batch is committed. */
  void land() {
    Manifest batch = database.land(cursor, notices);
    if (!batch.parts().isEmpty()) {
      batches.add(batch);
      cursor = batch.slice().cursor();
    }
  }

  String name() {
    return name;
  }

  int batches() {
    return batches.size();
  }

  List<String> notices() {
    return notices;
  }

  @Nullable String cursor() {
    return cursor;
  }

  /** Rows in the order of their arrival. */
  List<GenericRecord> rows() {
    return batches.stream().flatMap(batch -> database.rows(batch).stream()).toList();
  }

  /** Rows of which each replaces the one with its number that came before it. */
  List<GenericRecord> latest() {
    TreeMap<Long, GenericRecord> latest = new TreeMap<>();
    rows().forEach(row -> latest.put((Long) row.get("id"), row));
    return List.copyOf(latest.values());
  }

  /** Rows that are in one list more often than in the other; a list of all would tell nothing. */
  static List<String> differences(List<String> expected, List<String> found) {
    List<String> missed = new ArrayList<>(expected);
    List<String> surplus = new ArrayList<>();
    missed.sort(null);
    for (String row : found) {
      int at = Collections.binarySearch(missed, row);
      if (at < 0) {
        surplus.add("surplus " + row);
      } else {
        missed.remove(at);
      }
    }
    return Stream.concat(missed.stream().map(row -> "missed " + row), surplus.stream())
        .limit(FEW)
        .toList();
  }
}
