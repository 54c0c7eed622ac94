package io.towpath.io.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;

/**
 * Remembers which files a feed has taken, so that a file is taken once and a changed one again.
 * What counts as the same file is its name, size and time of change.
 */
public final class SourceFiles {
  private final Set<SourceFile> known;

  private SourceFiles(Set<SourceFile> known) {
    this.known = known;
  }

  /** A file that was taken; the time is cut to the microseconds that PostgreSQL keeps. */
  private record SourceFile(String name, long size, Instant modified) {
    SourceFile {
      modified = modified.truncatedTo(ChronoUnit.MICROS);
    }
  }

  /** Reads all files that the feed has taken, as they were when taken. */
  public static SourceFiles known(WarehouseAddress address, String feed) {
    return Warehouse.call(address, "source files", Role.LOADER, c -> read(c, feed));
  }

  /** Whether exactly this file was taken. */
  public boolean contains(String name, long size, Instant modified) {
    return known.contains(new SourceFile(name, size, modified));
  }

  private static SourceFiles read(Connection connection, String feed) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select name, size, modified from towpath.source_file where feed = ?")) {
      statement.setString(1, feed);
      try (ResultSet row = statement.executeQuery()) {
        Set<SourceFile> known = new HashSet<>();
        while (row.next()) {
          known.add(
              new SourceFile(row.getString(1), row.getLong(2), row.getTimestamp(3).toInstant()));
        }
        return new SourceFiles(known);
      }
    }
  }
}
