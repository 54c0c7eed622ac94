package io.towpath.io.postgres;

import io.towpath.core.Manifest;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the index of the raw zone's manifests: batches, their source files and their splits. It can
 * be rebuilt from the manifests at any time, so registering one twice is harmless.
 */
public final class Batches {
  private final WarehouseAddress address;

  public Batches(WarehouseAddress address) {
    this.address = address;
  }

  /**
   * A batch as the ledger knows it.
   *
   * @param bytes of all parts as stored
   */
  public record Batch(
      String feed, long batch, String attempt, int parts, int splits, long bytes, Instant landedAt)
      implements Serializable {}

  /** Writes what a manifest says, all or nothing; does nothing if the batch is known. */
  public void register(Manifest manifest) {
    Warehouse.transact(
        address, "batches", Role.LOADER, connection -> register(connection, manifest));
  }

  /** Number of the feed's last batch that is known, 0 if there is none. */
  public long highest(String feed) {
    return Warehouse.call(
        address,
        "batches",
        Role.LOADER,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select coalesce(max(batch), 0) from towpath.batch where feed = ?")) {
            statement.setString(1, feed);
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  /** Batches that a generation of the target does not hold yet, in order. */
  public List<Batch> unpublished(String feed, int generation) {
    return Warehouse.call(
        address,
        "batches",
        Role.LOADER,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select * from towpath.batch b where feed = ? and not exists ("
                      + "select from towpath.published p where p.feed = b.feed"
                      + " and p.generation = ? and p.batch = b.batch) order by batch")) {
            statement.setString(1, feed);
            statement.setInt(2, generation);
            try (ResultSet rows = statement.executeQuery()) {
              List<Batch> batches = new ArrayList<>();
              while (rows.next()) {
                batches.add(batch(rows));
              }
              return batches;
            }
          }
        });
  }

  /** Batches that were landed before an instant and are not marked as swept, in order. */
  public List<Long> unswept(String feed, Instant before, int limit) {
    return Warehouse.call(
        address,
        "batches",
        Role.LOADER,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select batch from towpath.batch where feed = ? and swept is null"
                      + " and landed_at < ? order by batch limit ?")) {
            statement.setString(1, feed);
            statement.setTimestamp(2, Timestamp.from(before));
            statement.setInt(3, limit);
            try (ResultSet row = statement.executeQuery()) {
              List<Long> batches = new ArrayList<>();
              while (row.next()) {
                batches.add(row.getLong(1));
              }
              return batches;
            }
          }
        });
  }

  /** Remembers that nothing is left to sweep beside a batch. */
  public void markSwept(String feed, long batch) {
    Warehouse.call(
        address,
        "batches",
        Role.LOADER,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "update towpath.batch set swept = clock_timestamp()"
                      + " where feed = ? and batch = ?")) {
            statement.setString(1, feed);
            statement.setLong(2, batch);
            return statement.executeUpdate();
          }
        });
  }

  private static Batch batch(ResultSet row) throws SQLException {
    return new Batch(
        row.getString("feed"),
        row.getLong("batch"),
        row.getString("attempt"),
        row.getInt("parts"),
        row.getInt("splits"),
        row.getLong("bytes"),
        row.getTimestamp("landed_at").toInstant());
  }

  private static boolean register(Connection connection, Manifest manifest) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into towpath.batch (feed, batch, attempt, parts, splits, bytes, landed_at)"
                + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
      statement.setString(1, manifest.feed());
      statement.setLong(2, manifest.batch());
      statement.setString(3, manifest.attempt());
      statement.setInt(4, manifest.parts().size());
      statement.setInt(5, manifest.parts().stream().mapToInt(p -> p.splits().size()).sum());
      statement.setLong(6, manifest.parts().stream().mapToLong(Manifest.Part::bytes).sum());
      statement.setTimestamp(7, Timestamp.from(manifest.landedAt()));
      if (statement.executeUpdate() == 0) {
        return false;
      }
    }
    insertFiles(connection, manifest);
    insertSplits(connection, manifest);
    return true;
  }

  private static void insertFiles(Connection connection, Manifest manifest) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into towpath.source_file (feed, batch, part, name, size, modified, crc32c,"
                + " version) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (Manifest.Part part : manifest.parts()) {
        statement.setString(1, manifest.feed());
        statement.setLong(2, manifest.batch());
        statement.setInt(3, part.part());
        statement.setString(4, part.source());
        statement.setLong(5, part.bytes());
        statement.setTimestamp(6, Timestamp.from(part.sourceModified()));
        statement.setLong(7, part.crc32c());
        statement.setString(8, part.sourceVersion());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void insertSplits(Connection connection, Manifest manifest) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into towpath.split (feed, batch, part, split, position_from, position_to)"
                + " values (?, ?, ?, ?, ?, ?)")) {
      for (Manifest.Part part : manifest.parts()) {
        for (Manifest.Split split : part.splits()) {
          statement.setString(1, manifest.feed());
          statement.setLong(2, manifest.batch());
          statement.setInt(3, part.part());
          statement.setInt(4, split.split());
          statement.setLong(5, split.from());
          statement.setLong(6, split.to());
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
  }
}
