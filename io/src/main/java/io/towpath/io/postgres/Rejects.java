package io.towpath.io.postgres;

import io.towpath.core.Origin;
import io.towpath.core.Reject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what was rejected. Runs that were given up do not count: another took their batches. */
public final class Rejects {
  private static final String OF_FEED =
      " from towpath.reject j join towpath.run r using (run)"
          + " where r.feed = ? and r.state in ('staged', 'published', 'blocked')";

  private final WarehouseAddress address;

  public Rejects(WarehouseAddress address) {
    this.address = address;
  }

  /** A reject and the run that found it. */
  public record Found(String run, Reject reject) {}

  /** How many records of a run were rejected for one reason in one column. */
  public record Group(String run, String reason, @Nullable String column, long count) {}

  /** The rejects of a feed, of the newest run first, in the order of the raw zone. */
  public List<Found> ofFeed(String feed, int limit) {
    return read(
        OF_FEED + " order by r.started desc, run desc, batch, part, position, ordinal limit ?",
        feed,
        limit);
  }

  /** The rejects of a run in whatever state, in the order of the raw zone. */
  public List<Found> ofRun(String run, int limit) {
    return read(
        " from towpath.reject j where run = ? order by batch, part, position, ordinal limit ?",
        run,
        limit);
  }

  /** Rejects of a feed by run, reason and column, as in {@code towpath.reject_summary}. */
  public List<Group> groups(String feed) {
    return Warehouse.call(address, "rejects", Role.LOADER, c -> groups(c, feed));
  }

  private List<Found> read(String from, String name, int limit) {
    return Warehouse.call(
        address,
        "rejects",
        Role.LOADER,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement("select j.*" + from)) {
            statement.setString(1, name);
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

  private static List<Group> groups(Connection connection, String feed) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select run, reason, \"column\", count from towpath.reject_summary"
                + " where feed = ? order by run desc, count desc, reason")) {
      statement.setString(1, feed);
      try (ResultSet row = statement.executeQuery()) {
        List<Group> groups = new ArrayList<>();
        while (row.next()) {
          groups.add(
              new Group(row.getString(1), row.getString(2), row.getString(3), row.getLong(4)));
        }
        return groups;
      }
    }
  }
}
