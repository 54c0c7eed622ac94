package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.io.source.Notices;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time that each statement sets by the server's clock, such as {@code now()}: the mark is the
 * beginning of the oldest statement or transaction that is still there, less a margin, in whole
 * seconds, since columns may have no others. A transaction of no session has forgotten when it
 * began, but it had not ended at the last mark, so the mark stays there while one waits.
 */
final class MysqlTimeMark implements Mark {
  private final JdbcDeclaration source;
  private final InstantColumn column;
  private final Notices notices;

  MysqlTimeMark(JdbcDeclaration source, InstantColumn column, Notices notices) {
    this.source = source;
    this.column = column;
    this.notices = notices;
  }

  @Override
  public String before(String end) {
    return column.before(Instant.parse(end));
  }

  @Override
  public @Nullable Bound find(Connection connection, @Nullable String from) throws SQLException {
    MysqlWriters.Seen seen = new MysqlServer(connection, source).writers();
    if (!seen.orphans().isEmpty()) {
      held(from == null ? "the beginning" : from, seen.orphans().get(0));
      return null;
    }
    Optional<MysqlWriters.Writer> oldest =
        seen.writers().stream()
            .filter(writer -> writer.since().isBefore(seen.clock()))
            .min(Comparator.comparing(MysqlWriters.Writer::since));
    Instant end = oldest.map(MysqlWriters.Writer::since).orElse(seen.clock());
    Instant to = end.minus(column.cursor().margin()).truncatedTo(ChronoUnit.SECONDS);
    oldest
        .filter(writer -> writer.since().plusSeconds(1).isBefore(seen.clock()))
        .ifPresent(writer -> held(to.toString(), writer.holder()));
    return column.bound(from, to);
  }

  private void held(String mark, String holder) {
    notices.notice(
        "land.mark-held", Map.of("cursor", column.cursor().column(), "at", mark, "by", holder));
  }
}
