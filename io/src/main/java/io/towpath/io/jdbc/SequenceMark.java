package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.source.Notices;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers from a sequence: the mark is the greatest one, once all have ended that were writing when
 * it was found, since one of them may have drawn a smaller number.
 */
final class SequenceMark implements Mark {
  private static final long PAUSE_MILLIS = 20;

  private final JdbcDeclaration source;
  private final PostgresRelation relation;
  private final String column;
  private final Notices notices;

  SequenceMark(JdbcDeclaration source, PostgresRelation relation, String column, Notices notices) {
    this.source = source;
    this.relation = relation;
    this.column = column;
    this.notices = notices;
  }

  @Override
  public String before(String end) {
    return Sql.name(column) + " <= " + end;
  }

  @Override
  public @Nullable Bound find(Connection connection, @Nullable String from) throws SQLException {
    refuseCache(connection);
    TimeMark.requirePrimary(connection, source);
    String name = Sql.name(column);
    String to =
        PostgresSession.value(connection, "select max(" + name + ")::text from " + relation.from());
    if (to == null || (from != null && Long.parseLong(to) <= Long.parseLong(from))) {
      return null;
    }
    Writers writers = Writers.of(connection, source);
    List<Writers.Writer> left = writers.prepared();
    if (left.isEmpty()) {
      left = await(writers);
    }
    if (left.isEmpty()) {
      left = writers.prepared(); // whoever was waited for may have been prepared meanwhile
    }
    if (!left.isEmpty()) {
      notices.notice(
          "land.mark-held", Map.of("cursor", column, "at", to, "by", left.get(0).holder()));
      return null;
    }
    String upper = before(to);
    return new Bound(from, to, from == null ? upper : name + " > " + from + " and " + upper);
  }

  /** Waits for those that write now; gives those that did not end in time. */
  private List<Writers.Writer> await(Writers writers) throws SQLException {
    List<Writers.Writer> left = writers.now();
    Duration patience = source.limits().lockTimeout();
    long deadline = System.nanoTime() + patience.toNanos();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return left;
      }
      left = writers.left(left);
    }
    return left;
  }

  /** Sessions that draw numbers ahead use them later than others use greater ones. */
  private void refuseCache(Connection connection) throws SQLException {
    String table = source.extent().table();
    String cached =
        table == null
            ? null
            : PostgresSession.value(
                connection,
                "select s.seqrelid::regclass::text from pg_sequence s where s.seqcache > 1 and"
                    + " s.seqrelid = pg_get_serial_sequence("
                    + Sql.text(Sql.qualified(table))
                    + ", "
                    + Sql.text(column)
                    + ")::regclass");
    if (cached != null) {
      throw new TowpathException(
          ExitCode.SOURCE,
          "source "
              + source.database().place()
              + ": no safe mark for the cursor: the sequence "
              + cached
              + " hands out numbers in advance; alter it to cache 1, or use a cursor of type overlap"
              + " or xid8");
    }
  }
}
