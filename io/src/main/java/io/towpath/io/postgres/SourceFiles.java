package io.towpath.io.postgres;

import io.towpath.core.Manifest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers which files a feed has taken, so that a file is taken once and a changed one again.
 * Each is compared with what was taken last under its name, so that one that was changed and
 * changed back is taken three times.
 */
public final class SourceFiles {
  private final Map<String, SourceFile> last;

  private SourceFiles(Map<String, SourceFile> last) {
    this.last = last;
  }

  /** A file that was taken. */
  private record SourceFile(long size, String version, Instant modified, long crc32c) {
    boolean same(long otherSize, String otherVersion, Instant otherModified) {
      boolean versioned = !version.isEmpty() && !otherVersion.isEmpty();
      return size == otherSize
          && (versioned ? version.equals(otherVersion) : modified.equals(otherModified));
    }
  }

  /** Reads which files of these names the feed has taken, as they were when taken last. */
  public static SourceFiles known(WarehouseAddress address, String feed, List<String> names) {
    return Warehouse.call(address, "source files", Role.LOADER, c -> read(c, feed, names));
  }

  /**
   * Whether exactly this file was taken, as far as its store tells: by size and version, or by size
   * and time of change where there is no version.
   */
  public boolean contains(String name, long size, String version, Instant modified) {
    SourceFile known = last.get(name);
    return known != null && known.same(size, version, modified);
  }

  /** Whether the bytes are those that were taken last under this name. */
  public boolean holds(String name, long size, long crc32c) {
    SourceFile known = last.get(name);
    return known != null && known.size() == size && known.crc32c() == crc32c;
  }

  /** Remembers that these, though their time or version changed, hold what was taken last. */
  public static void touched(WarehouseAddress address, String feed, List<Manifest.Part> parts) {
    Warehouse.transact(
        address,
        "source files",
        Role.LOADER,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "update towpath.source_file set version = ?, modified = ? where (feed, batch, part)"
                      + " = (select feed, batch, part from towpath.source_file"
                      + " where feed = ? and name = ? order by batch desc, part desc limit 1)")) {
            for (Manifest.Part part : parts) {
              statement.setString(1, part.sourceVersion());
              statement.setTimestamp(2, Timestamp.from(part.sourceModified()));
              statement.setString(3, feed);
              statement.setString(4, part.source());
              statement.addBatch();
            }
            return statement.executeBatch();
          }
        });
  }

  private static SourceFiles read(Connection connection, String feed, List<String> names)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select distinct on (name) name, size, version, modified, crc32c"
                + " from towpath.source_file where feed = ? and name = any (?)"
                + " order by name, batch desc, part desc")) {
      statement.setString(1, feed);
      statement.setArray(2, connection.createArrayOf("text", names.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        Map<String, SourceFile> last = new HashMap<>();
        while (row.next()) {
          SourceFile file =
              new SourceFile(
                  row.getLong(2),
                  row.getString(3),
                  row.getTimestamp(4).toInstant(),
                  row.getLong(5));
          last.put(row.getString(1), file);
        }
        return new SourceFiles(last);
      }
    }
  }
}
