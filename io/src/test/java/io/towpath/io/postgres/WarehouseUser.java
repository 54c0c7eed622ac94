package io.towpath.io.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Uses an embedded warehouse until its input ends: the other process of a test. */
final class WarehouseUser {

  private WarehouseUser() {}

  @SuppressWarnings("SystemOut") // how it talks to the test
  public static void main(String[] args) throws IOException {
    try (EmbeddedWarehouse warehouse = EmbeddedWarehouse.use(Path.of(args[0]))) {
      System.out.println(warehouse.address().url().isEmpty() ? "lost" : "using");
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
