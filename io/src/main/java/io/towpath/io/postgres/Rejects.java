package io.towpath.io.postgres;

import io.towpath.core.Origin;
import io.towpath.core.Reject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what was rejected. Runs that were given up do not count: another took their batches. */
public final class Rejects {
  private static final String OF_FEED =
      "select j.* from towpath.reject j join towpath.run r using (run)"
          + " where r.feed = ? and r.state in ('staged', 'published', 'blocked')"
          + " order by r.started desc, run desc, batch, part, position, ordinal limit ?";

  private final WarehouseAddress address;

  public Rejects(WarehouseAddress address) {
    this.address = address;
  }

  /** A reject and the run that found it. */
  public record Found(String run, Reject reject) {}

  /** The rejects of a feed, of the newest run first, in the order of the raw zone. */
  public List<Found> ofFeed(String feed, int limit) {
    return Warehouse.call(
        address,
        "rejects",
        Role.LOADER,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(OF_FEED)) {
            statement.setString(1, feed);
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
