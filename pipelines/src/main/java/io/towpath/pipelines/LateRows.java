package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.config.JdbcDeclaration;
import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Mark;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.core.Check;
import io.towpath.core.Manifest;
import io.towpath.io.postgres.stage.Identifier;
import io.towpath.io.raw.Manifests;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lets an overlap prove itself. Rows from before the place where the last batch ended are late if
 * the table does not have them yet; how late the latest of them is says whether the overlap was
 * long enough. One that is later than the whole overlap is never read, so a run is blocked before
 * that: where nine tenths are used up.
 */
final class LateRows {
  private static final BigDecimal WARNS = new BigDecimal("0.5");
  private static final BigDecimal BLOCKS = new BigDecimal("0.9");
  private static final BigDecimal MILLIS = new BigDecimal(1000);

  private final Feed feed;
  private final Cursor cursor;
  private final String column;
  private final String end;
  private final String lateSql;

  private LateRows(Feed feed, Cursor cursor, Field field, String end) {
    this.feed = feed;
    this.cursor = cursor;
    this.column = Identifier.quoted(field.name());
    this.end = end;
    Contract contract = feed.contract();
    String sameKey =
        contract.mergeKey().stream()
            .map(key -> "t." + Identifier.quoted(key) + " = s." + Identifier.quoted(key))
            .collect(Collectors.joining(" and "));
    this.lateSql =
        "from {object} s where s."
            + column
            + " < "
            + end
            + " and not exists (select from "
            + Identifier.quoted(contract.schema(), contract.table())
            + " t where "
            + sameKey
            + " and t."
            + column
            + " >= s."
            + column
            + ")";
  }

  /**
   * The checks of a run; none if nothing overlaps, or the contract does not have the cursor's
   * column as a time.
   *
   * @param first the run's first batch
   */
  static List<Check> checks(Feed feed, long first, Manifests manifests) {
    if (!(feed.source() instanceof JdbcDeclaration database)
        || database.cursor() == null
        || database.cursor().mark() != Mark.OVERLAP) {
      return List.of();
    }
    Cursor cursor = database.cursor();
    Optional<Field> field = feed.contract().field(cursor.column()).filter(LateRows::isTime);
    Optional<String> end =
        manifests.read(feed.name(), first - 1).map(Manifest::slice).map(Manifest.Slice::cursor);
    return field.isEmpty() || end.isEmpty() || feed.contract().mergeKey().isEmpty()
        ? List.of()
        : new LateRows(feed, cursor, field.get(), literal(end.get(), field.get(), cursor)).checks();
  }

  private static boolean isTime(Field field) {
    return field.type().kind() == Kind.TIMESTAMPTZ || field.type().kind() == Kind.TIMESTAMP;
  }

  /** Manifests have instants with their offset, or in UTC. */
  private static String literal(String end, Field field, Cursor cursor) {
    String zoned = end.matches(".*([+-]\\d\\d(:?\\d\\d)*|Z)") ? end : end + "+00";
    String literal = "'" + zoned.replace("'", "''") + "'::timestamptz";
    return field.type().kind() == Kind.TIMESTAMPTZ
        ? literal
        : "(" + literal + " at time zone '" + cursor.timezone().getId() + "')";
  }

  private List<Check> checks() {
    String greatest =
        "(select coalesce(max(extract(epoch from "
            + end
            + " - s."
            + column
            + ")), 0) "
            + lateSql
            + ")";
    return List.of(
        check(
            "late_rows",
            "rows that only the overlap has found",
            Check.Severity.INFO,
            "(select count(*) " + lateSql + ")",
            Check.Operator.MUST_BE_GREATER_OR_EQUAL_TO,
            BigDecimal.ZERO),
        check(
            "late_rows_half_the_overlap",
            "seconds that the latest row was late, at most half of the overlap",
            Check.Severity.WARNING,
            greatest,
            Check.Operator.MUST_BE_LESS_OR_EQUAL_TO,
            seconds(WARNS)),
        check(
            "late_rows_within_the_overlap",
            "seconds that the latest row was late; make the overlap longer, and land again what may"
                + " be missing: towpath land "
                + feed.name()
                + " --from … --to …",
            Check.Severity.ERROR,
            greatest,
            Check.Operator.MUST_BE_LESS_OR_EQUAL_TO,
            seconds(BLOCKS)));
  }

  private BigDecimal seconds(BigDecimal share) {
    Duration overlap = cursor.overlap();
    return BigDecimal.valueOf(overlap.toMillis())
        .divide(MILLIS, MathContext.DECIMAL64)
        .multiply(share)
        .stripTrailingZeros();
  }

  private Check check(
      String id,
      String description,
      Check.Severity severity,
      String sql,
      Check.Operator operator,
      BigDecimal bound) {
    return new Check(
        id, description, "timeliness", severity, sql, operator, List.of(bound), feed.file());
  }
}
