package io.towpath.io.postgres;

import io.towpath.core.Origin;
import io.towpath.core.Reject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what was rejected. Runs that were given up do not count: another took their batches. */
public final class Rejects {
  private static final String OF_FEED =
      "select j.* from towpath.reject j join towpath.run r using (run)"
          + " where r.feed = ? and r.state in ('staged', 'published', 'blocked')"
          + " order by r.started desc, run desc, batch, part, position, ordinal limit ?";

  private static final String OF_RUN =
      "select * from towpath.reject where run = ? order by batch, part, position, ordinal limit ?";

  private static final String REASONS =
      "select reason, column_name, count(*) from towpath.reject where run = ?"
          + " group by reason, column_name order by count(*) desc, reason, column_name";

  private final WarehouseAddress address;

  public Rejects(WarehouseAddress address) {
    this.address = address;
  }

  /** A reject and the run that found it. */
  public record Found(String run, Reject reject) {}

  /**
   * How many records of a run were rejected for one reason.
   *
   * @param column null where the whole record is meant
   */
  public record Reasons(String reason, @Nullable String column, long count) {}

  /** The rejects of a feed, of the newest run first, in the order of the raw zone. */
  public List<Found> ofFeed(String feed, int limit) {
    return found(OF_FEED, feed, limit);
  }

  /** The rejects of a run, in the order of the raw zone. */
  public List<Found> ofRun(String run, int limit) {
    return found(OF_RUN, run, limit);
  }

  /** Why records of a run were rejected, the most frequent reason first. */
  public List<Reasons> reasons(String run) {
    return Warehouse.call(
        address,
        "rejects",
        Role.LOADER,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(REASONS)) {
            statement.setString(1, run);
            try (ResultSet rows = statement.executeQuery()) {
              List<Reasons> reasons = new ArrayList<>();
              while (rows.next()) {
                reasons.add(
                    new Reasons(
                        rows.getString("reason"),
                        rows.getString("column_name"),
                        rows.getLong("count")));
              }
              return reasons;
            }
          }
        });
  }

  private List<Found> found(String query, String of, int limit) {
    return Warehouse.call(
        address,
        "rejects",
        Role.LOADER,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, of);
            statement.setInt(2, limit);
            try (ResultSet rows = statement.executeQuery()) {
              List<Found> found = new ArrayList<>();
              while (rows.next()) {
                found.add(new Found(rows.getString("run"), reject(rows)));
              }
              return found;
            }
          }
        });
  }

  private static Reject reject(ResultSet row) throws SQLException {
    Origin origin =
        new Origin(
            row.getLong("batch"),
            row.getInt("part"),
            row.getLong("position"),
            row.getInt("ordinal"),
            row.getLong("line"));
    return new Reject(
        origin,
        row.getString("reason"),
        row.getString("column_name"),
        row.getString("found"),
        row.getString("expected"));
  }
}
