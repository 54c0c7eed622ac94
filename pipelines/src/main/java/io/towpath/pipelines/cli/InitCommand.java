package io.towpath.pipelines.cli;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes a small project that runs; never overwrites a file. */
@Command(
    name = "init",
    description = "Write a small project that runs.",
    footer = "%nExample: towpath init shop && towpath run orders --project shop")
final class InitCommand implements Callable<Integer> {
  private static final Map<String, String> FILES = new LinkedHashMap<>();

  static {
    FILES.put("towpath.yaml", "towpath.yaml");
    FILES.put("feeds/orders.yaml", "orders.yaml");
    FILES.put("contracts/orders.odcs.yaml", "orders.odcs.yaml");
    FILES.put("input/orders.csv", "orders.csv");
  }

  @ParentCommand private Towpath towpath;

  @Parameters(
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder to write to (default: the working directory).")
  private Path directory = Path.of(".");

  @Override
  public Integer call() {
    for (String name : FILES.keySet()) {
      Path file = directory.resolve(name);
      if (Files.exists(file)) {
        throw new TowpathException(
            ExitCode.CONFIGURATION,
            file + " exists already: choose an empty folder, nothing was written");
      }
    }
    for (Map.Entry<String, String> entry : FILES.entrySet()) {
      Path file = directory.resolve(entry.getKey());
      try {
        write(file, entry.getValue());
      } catch (IOException e) {
        throw new TowpathException(
            ExitCode.CONFIGURATION,
            file + " cannot be written: " + e + "; choose a folder that you may write to",
            e);
      }
    }
    if (towpath.options().form() == RowPrinter.Form.JSON) {
      Printed.json(Map.of("project", directory.toString(), "wrote", FILES.keySet()));
    } else {
      FILES.keySet().forEach(name -> System.out.println("wrote " + directory.resolve(name)));
      System.out.printf("Now run: towpath run orders --project %s%n", directory);
    }
    return Towpath.ok();
  }

  private static void write(Path file, String resource) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (InputStream in =
        InitCommand.class.getResourceAsStream("/io/towpath/pipelines/init/" + resource)) {
      if (in == null) {
        throw new UncheckedIOException(new IOException("missing resource " + resource));
      }
      Files.copy(in, file);
    }
  }
}
