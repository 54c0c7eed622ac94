package io.towpath.bench.lineitem;

import io.towpath.bench.lineitem.DirtyFile.Latest;
import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Month;
import java.util.TreeSet;

/** Writes the clean, the dirty and the upsert file of one scale factor in one pass. */
final class Generation {
  private static final int ONE_IN_UPSERTED = 10;

  private final TableSums clean = new TableSums();
  private final TableSums latest = new TableSums();
  private final TableSums upserted = new TableSums();
  private final TreeSet<String> months = new TreeSet<>();
  private final Lines cleanLines;
  private final Lines dirtyLines;
  private final Lines upsertLines;
  private final DirtyFile dirty;

  private Generation(Lines cleanLines, Lines dirtyLines, Lines upsertLines) {
    this.cleanLines = cleanLines;
    this.dirtyLines = dirtyLines;
    this.upsertLines = upsertLines;
    this.dirty = DirtyFile.on(dirtyLines);
  }

  /** Returns the expectations as JSON. */
  static String run(double scale, Path folder) throws IOException {
    try (Lines clean = Lines.create(folder.resolve("clean.tbl"));
        Lines dirty = Lines.create(folder.resolve("dirty.tbl"));
        Lines upsert = Lines.create(folder.resolve("upsert.tbl"))) {
      Generation generation = new Generation(clean, dirty, upsert);
      for (LineItem item : new LineItemGenerator(scale, 1, 1)) {
        generation.write(Row.of(item));
      }
      generation.dirty.finish();
      return generation.expectations();
    }
  }

  private void write(Row row) throws IOException {
    cleanLines.write(row.line());
    clean.add(row);
    Latest now = dirty.write(row);
    latest.add(now.row(), now.version());
    months.add(row.month());
    if (clean.rows() % ONE_IN_UPSERTED == 0) {
      now = new Latest(now.row().changed(3, "upserted, "), now.version().in(Month.MARCH));
      upsertLines.write(now.row().line(now.version()));
    }
    upserted.add(now.row(), now.version());
  }

  private String expectations() {
    long staged = latest.rows();
    long duplicates = dirtyLines.count() - staged - dirty.malformed();
    return """
        {
          "months": {"first": "%s", "last": "%s", "count": %d},
          "clean": {"read": %d, "table": %s},
          "dirty": {"read": %d, "staged": %d, "duplicates": %d, "rejected": %d, "table": %s},
          "upsert": {"read": %d, "table": %s}
        }
        """
        .formatted(
            months.first(),
            months.last(),
            months.size(),
            cleanLines.count(),
            clean.json(),
            dirtyLines.count(),
            staged,
            duplicates,
            dirty.malformed(),
            latest.json(),
            upsertLines.count(),
            upserted.json());
  }
}
