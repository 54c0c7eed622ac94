package io.towpath.io.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When feeds were at work last.
 *
 * @param landed when a run of a feed began to look for what is new
 * @param published when a feed's table changed
 */
public record Activity(Map<String, Instant> landed, Map<String, Instant> published) {

  /** Reads it for all feeds that ever ran. */
  public static Activity read(WarehouseAddress address) {
    return Warehouse.call(
        address,
        "activity",
        Role.LOADER,
        connection ->
            new Activity(
                times(connection, "select feed, acquired from towpath.lease where work = 'land'"),
                times(
                    connection,
                    "select feed, max(published_at) from towpath.published group by feed")));
  }

  /** When a feed last began, empty if it never did. */
  public Optional<Instant> began(String feed) {
    return Optional.ofNullable(landed.get(feed));
  }

  /** When a feed last published, empty if it never did. */
  public Optional<Instant> publishedBy(String feed) {
    return Optional.ofNullable(published.get(feed));
  }

  private static Map<String, Instant> times(Connection connection, String sql) throws SQLException {
    Map<String, Instant> times = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        times.put(row.getString(1), row.getTimestamp(2).toInstant());
      }
    }
    return times;
  }
}
