package io.towpath.bench.lineitem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Generates {@code clean.tbl}, {@code dirty.tbl}, {@code upsert.tbl} and {@code expected.json} of a
 * scale factor into a folder. The last file is written when the others are complete.
 */
public final class GenerateLineitem {
  private GenerateLineitem() {}

  /** Takes the scale factor and the folder, for example {@code 0.2 bench/data/lineitem-0.2}. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "expected a scale factor and a folder, found " + args.length + " arguments");
    }
    Path folder = Files.createDirectories(Path.of(args[1]));
    String expectations = Generation.run(Double.parseDouble(args[0]), folder);
    Path unfinished = folder.resolve("expected.json.unfinished");
    Files.writeString(unfinished, expectations);
    Files.move(unfinished, folder.resolve("expected.json"), StandardCopyOption.REPLACE_EXISTING);
  }
}
