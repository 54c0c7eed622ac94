package io.towpath.config;

import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Mark;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what tells new rows of a database from old ones. */
final class JdbcCursorReader {
  private static final List<String> KEYS =
      List.of("column", "type", "margin", "overlap", "timezone");
  private static final Map<String, Mark> MARKS = new LinkedHashMap<>();

  static {
    for (Mark mark : Mark.values()) {
      MARKS.put(DecodeReader.word(mark), mark);
    }
  }

  private JdbcCursorReader() {}

  /**
   * Reads one.
   *
   * @param url of the database, empty if nobody knows
   */
  static Optional<Cursor> read(YamlValue value, String url) {
    return value.keys(KEYS).flatMap(keys -> cursor(keys, url));
  }

  private static Optional<Cursor> cursor(YamlKeys keys, String url) {
    String column =
        keys.require("column", "the column that grows with each write")
            .map(YamlValue::text)
            .orElse(null);
    Mark mark =
        keys.require("type", "time, sequence, xid8 or overlap")
            .map(value -> mark(value, url))
            .orElse(null);
    if (column == null || mark == null) {
      return Optional.empty();
    }
    boolean timed = mark == Mark.TIME || mark == Mark.OVERLAP;
    refuse(keys, "margin", timed, "time and overlap");
    refuse(keys, "timezone", timed, "time and overlap");
    refuse(keys, "overlap", mark == Mark.OVERLAP, "overlap");
    if (mark == Mark.OVERLAP) {
      keys.require("overlap", "how much of the last slice is read again, such as 1h");
    }
    return Optional.of(
        new Cursor(
            column,
            mark,
            JdbcReader.duration(keys, "margin", Duration.ofSeconds(timed ? 1 : 0)),
            JdbcReader.duration(keys, "overlap", Duration.ZERO),
            keys.find("timezone").map(DecodeReader::zone).orElse(ZoneOffset.UTC)));
  }

  private static void refuse(YamlKeys keys, String key, boolean allowed, String types) {
    if (!allowed && keys.has(key)) {
      keys.problemAt(key, key + " is for cursors of type " + types);
    }
  }

  private static @Nullable Mark mark(YamlValue value, String url) {
    Mark mark = value.choice(MARKS);
    if (mark != null && !url.isEmpty() && !known(url).contains(mark)) {
      boolean timed = mark == Mark.TIME;
      value.problem(
          "cursors of type "
              + DecodeReader.word(mark)
              + " need "
              + (timed ? "PostgreSQL, MySQL or MariaDB" : "PostgreSQL")
              + "; expected "
              + (known(url).contains(Mark.TIME) ? "time or overlap" : "overlap"));
    }
    return mark;
  }

  /** Where a database shows who writes now, marks need not be guessed. */
  private static Set<Mark> known(String url) {
    if (url.startsWith("jdbc:postgresql:")) {
      return EnumSet.allOf(Mark.class);
    }
    boolean mysql = url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:");
    return mysql ? EnumSet.of(Mark.TIME, Mark.OVERLAP) : EnumSet.of(Mark.OVERLAP);
  }

  /** Notes what cannot go together with how rows reach the table. */
  static void check(YamlKeys feed, JdbcDeclaration source, Feed.Load load) {
    Cursor cursor = source.cursor();
    if (cursor == null) {
      return;
    }
    if (load.mode() == Feed.Mode.REPLACE) {
      feed.problemAt(
          "load",
          "mode replace would swap the whole table for one slice; expected mode upsert or append"
              + " with source.jdbc.cursor, or no cursor");
    }
    if (load.mode() == Feed.Mode.APPEND && cursor.mark() == Mark.OVERLAP) {
      feed.problemAt(
          "load",
          "mode append would keep what overlapping slices bring twice; expected mode upsert with"
              + " a cursor of type overlap");
    }
  }
}
