package io.towpath.pipelines.demo;

import io.towpath.io.postgres.SideDatabase;
import io.towpath.io.postgres.WarehouseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A database of airports, as another team would have one. */
final class DemoDatabase {
  private static final String COPY =
      "copy airports (iata, name, city, state, country, latitude, longitude)"
          + " from stdin (format csv, header, null 'NA')";

  private final Path data;
  private final SideDatabase database;

  private DemoDatabase(Path data, SideDatabase database) {
    this.data = data;
    this.database = database;
  }

  /** Makes the database and lets the reader in with a new password. */
  static DemoDatabase open(Path data, WarehouseAddress warehouse, DemoFiles files)
      throws IOException {
    SideDatabase database =
        SideDatabase.make(
            warehouse, "airports", "airport_reader", files.secret("airports.password"));
    files.write("airports.url", database.url());
    return new DemoDatabase(data, database);
  }

  /** Runs the day's script, once; the first brings the list. */
  void deliver(String day) throws IOException {
    boolean first = day.equals("day1");
    database.once(
        day,
        Files.readString(data.resolve("airports-" + day + ".sql")),
        first ? new SideDatabase.Rows(COPY, data.resolve("airports.csv")) : null);
  }
}
