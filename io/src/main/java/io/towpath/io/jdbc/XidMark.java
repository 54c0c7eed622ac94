package io.towpath.io.jdbc;

import io.towpath.io.source.Notices;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The number of the writing transaction: the mark is the oldest transaction that has not ended, and
 * prepared ones count. Exact, also on a standby.
 */
final class XidMark implements Mark {
  private static final String HOLDER =
      """
      select 'session ' || pid || ' of ' || usename || ' (' || application_name
        || '), in a transaction since ' || xact_start
      from pg_stat_activity where backend_xid::text = '%1$s'::xid8::xid::text
      union all
      select 'the prepared transaction ' || gid || ' of ' || owner || ', since ' || prepared
      from pg_prepared_xacts where transaction::text = '%1$s'::xid8::xid::text
      """;

  private final String column;
  private final Notices notices;

  XidMark(String column, Notices notices) {
    this.column = column;
    this.notices = notices;
  }

  @Override
  public String before(String end) {
    return Sql.name(column) + " < '" + end + "'::xid8";
  }

  @Override
  public @Nullable Bound find(Connection connection, @Nullable String from) throws SQLException {
    String to =
        String.valueOf(
            PostgresSession.value(
                connection, "select pg_snapshot_xmin(pg_current_snapshot())::text"));
    String holder = PostgresSession.value(connection, HOLDER.formatted(to));
    if (holder != null) {
      notices.notice("land.mark-held", Map.of("cursor", column, "at", to, "by", holder));
    }
    String name = Sql.name(column);
    String upper = before(to);
    if (from == null) {
      return new Bound(null, to, upper);
    }
    boolean more = Long.compareUnsigned(parse(from), parse(to)) < 0;
    return more ? new Bound(from, to, name + " >= '" + from + "'::xid8 and " + upper) : null;
  }

  private static long parse(String xid) {
    return Long.parseUnsignedLong(xid);
  }
}
