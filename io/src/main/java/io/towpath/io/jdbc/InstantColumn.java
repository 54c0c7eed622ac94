package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration.Cursor;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column with times of a database that only its driver knows, and slices of it: the lower bound
 * belongs to a slice, the upper does not. Instants are those of {@link Instant#toString}.
 *
 * @param zone in which the session compares its values with a literal that names none
 */
record InstantColumn(Cursor cursor, ZoneId zone) {
  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  /** A column of the given type: only MySQL's TIMESTAMP is compared in the session's zone, UTC. */
  static InstantColumn of(Cursor cursor, ValueType type) {
    return new InstantColumn(
        cursor, type == ValueType.TIMESTAMPTZ ? ZoneOffset.UTC : cursor.timezone());
  }

  /** The slice that ends there, null if there is none. */
  Mark.@Nullable Bound bound(@Nullable String from, Instant to) {
    if (from == null) {
      return new Mark.Bound(null, to.toString(), before(to));
    }
    Instant last = Instant.parse(from);
    if (!last.isBefore(to)) {
      return null;
    }
    Instant start = last.minus(cursor.overlap());
    return new Mark.Bound(start.toString(), to.toString(), between(start, to));
  }

  /** The condition of rows before an instant. */
  String before(Instant end) {
    return Sql.name(cursor.column()) + " < " + literal(end);
  }

  /** The condition of rows from one instant to another. */
  String between(Instant from, Instant to) {
    return Sql.name(cursor.column()) + " >= " + literal(from) + " and " + before(to);
  }

  /** As standard SQL writes a timestamp, to the microsecond. */
  private String literal(Instant instant) {
    return "timestamp " + Sql.text(LITERAL.format(instant.atZone(zone)));
  }
}
