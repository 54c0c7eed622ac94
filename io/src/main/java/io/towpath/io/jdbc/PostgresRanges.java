package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plans which ranges of a table or query are read at once: pages where it is stored as pages, else
 * ranges of the column that the feed names.
 */
final class PostgresRanges {
  private static final long TARGET = 128L << 20;
  private static final long SMALL = 16L << 20;
  private static final long SLICE = 64L << 20;
  private static final Pattern ESTIMATE = Pattern.compile("rows=(\\d{1,12}) width=(\\d{1,6})");
  private static final int MOST = 10_000;
  private static final int PER_CONNECTION = 2;

  /** Sampled, these many bytes tell quantiles well enough. */
  private static final long SAMPLE = 64L << 20;

  /** Ranges of pages are scanned by themselves since this version. */
  private static final int TID_RANGE_SCAN = 140_000;

  private final Connection connection;
  private final JdbcDeclaration source;
  private final PostgresRelation relation;
  private final @Nullable Stored stored;

  /** A table as it is stored; the pages are those of each of its partitions. */
  private record Stored(List<Long> pages, long bytes) {}

  private PostgresRanges(
      Connection connection,
      JdbcDeclaration source,
      PostgresRelation relation,
      @Nullable Stored stored) {
    this.connection = connection;
    this.source = source;
    this.relation = relation;
    this.stored = stored;
  }

  static PostgresRanges of(Connection connection, JdbcDeclaration source, PostgresRelation relation)
      throws SQLException {
    return new PostgresRanges(connection, source, relation, stored(connection, source));
  }

  /** About how many bytes are stored, 0 if nobody knows. */
  long bytes() {
    return stored == null ? 0 : stored.bytes();
  }

  /**
   * Conditions of which each row of a slice fulfils exactly one.
   *
   * @param slice condition of the slice, empty for all rows
   */
  List<String> conditions(String slice) throws SQLException {
    if (!slice.isEmpty() && estimate(slice) < SLICE) {
      return List.of(slice);
    }
    List<String> ranges = ranges();
    return slice.isEmpty()
        ? ranges
        : ranges.stream().map(range -> range.isEmpty() ? slice : range + " and " + slice).toList();
  }

  /** About how many bytes a slice has, as the server plans it. */
  private long estimate(String slice) throws SQLException {
    String plan =
        PostgresSession.value(
            connection, "explain (costs) select * from " + relation.from() + " where " + slice);
    Matcher matcher = ESTIMATE.matcher(String.valueOf(plan));
    return matcher.find() ? Long.parseLong(matcher.group(1)) * Long.parseLong(matcher.group(2)) : 0;
  }

  private List<String> ranges() throws SQLException {
    String column = source.extent().splitBy();
    if (column != null) {
      return keyRanges(Sql.name(column));
    }
    return stored == null ? List.of("") : new PageRanges(stored.pages()).conditions(splits());
  }

  /** At least one a connection, and the same number for each, where it is worth it. */
  private int splits() {
    int connections = source.limits().connections();
    if (stored == null) {
      return connections * PER_CONNECTION;
    }
    if (stored.bytes() < SMALL) {
      return 1;
    }
    long wanted = Math.min(MOST, (stored.bytes() + TARGET - 1) / TARGET);
    return (int) ((wanted + connections - 1) / connections) * connections;
  }

  private static @Nullable Stored stored(Connection connection, JdbcDeclaration source)
      throws SQLException {
    if (source.extent().table() == null) {
      return null;
    }
    String version = PostgresSession.value(connection, "show server_version_num");
    String sql =
        "with recursive tree as (select "
            + Sql.text(Sql.qualified(source.extent().table()))
            + "::regclass::oid as oid union all select i.inhrelid from pg_inherits i join tree t"
            + " on i.inhparent = t.oid) select c.relkind, pg_relation_size(c.oid) /"
            + " current_setting('block_size')::bigint, pg_table_size(c.oid)"
            + " from pg_class c join tree t on c.oid = t.oid";
    List<Long> pages = new ArrayList<>();
    long bytes = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        switch (row.getString(1)) {
          case "r", "m" -> {
            pages.add(row.getLong(2));
            bytes += row.getLong(3);
          }
          case "p" -> {} // holds no rows itself
          default -> {
            return null; // a view or a foreign table has no pages
          }
        }
      }
    }
    boolean scanned = version != null && Integer.parseInt(version) >= TID_RANGE_SCAN;
    return scanned ? new Stored(pages, bytes) : null;
  }

  /** By quantiles of a sample, so that frequent keys do not make long ranges. */
  private List<String> keyRanges(String column) throws SQLException {
    int splits = splits();
    String fractions =
        IntStream.range(1, splits)
            .mapToObj(i -> String.format(Locale.ROOT, "%.6f", (double) i / splits))
            .collect(Collectors.joining(","));
    String sql =
        "select distinct on (bound) bound::text as shown from (select unnest(percentile_disc(array["
            + fractions
            + "]::float8[]) within group (order by "
            + column
            + ")) as bound from "
            + relation.from()
            + sample()
            + ") as bounds where bound is not null order by bound";
    List<String> bounds = new ArrayList<>();
    if (splits > 1) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          bounds.add(Sql.text(row.getString(1)));
        }
      }
    }
    return KeyRanges.conditions(column, bounds);
  }

  private String sample() {
    if (stored == null || stored.bytes() <= SAMPLE) {
      return "";
    }
    double percent = 100.0 * SAMPLE / stored.bytes();
    return String.format(Locale.ROOT, " tablesample system (%.4f)", percent);
  }
}
