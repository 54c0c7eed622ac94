package io.towpath.pipelines.demo;

import io.towpath.io.postgres.WarehouseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the demo's feeds of airports and weather read, while the demo runs. Where it is and how to
 * log in stands in files of {@code .towpath/demo}, which the feeds refer to.
 */
public final class DemoSources implements AutoCloseable {
  private final DemoDatabase database;
  private final DemoApi api;

  private DemoSources(DemoDatabase database, DemoApi api) {
    this.database = database;
    this.api = api;
  }

  /**
   * Opens both.
   *
   * @param example folder of the project, whose {@code sources} are the data
   * @param warehouse whose server keeps the database, apart from the warehouse's own
   */
  public static DemoSources open(Path example, WarehouseAddress warehouse) throws IOException {
    Path data = example.resolve("sources");
    Path folder = Files.createDirectories(example.resolve(".towpath/demo"));
    DemoFiles files = new DemoFiles(folder);
    return new DemoSources(
        DemoDatabase.open(data, warehouse, files), DemoApi.open(data, folder, files));
  }

  /** Lets the sources of a day appear; those that have already are not touched. */
  public void deliver(String day) throws IOException {
    database.deliver(day);
    api.deliver(day);
  }

  @Override
  public void close() {
    api.close();
  }
}
