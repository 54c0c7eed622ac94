package io.towpath.pipelines.cli;

import io.towpath.config.Project;
import io.towpath.config.Projects;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.EmbeddedWarehouse;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Starts and stops the embedded warehouse, so that other tools can connect to it. */
@Command(
    name = "warehouse",
    description = "Start, stop or look at the embedded PostgreSQL.",
    subcommands = picocli.CommandLine.HelpCommand.class,
    footer = "%nExample: psql \"$(towpath warehouse start)\"")
final class WarehouseCommand {
  @ParentCommand private Towpath towpath;

  @Command(
      name = "start",
      description = "Start it, keep it running, and print how to connect.",
      footer = "%nExample: psql \"$(towpath warehouse start)\"")
  int start() {
    System.out.println(EmbeddedWarehouse.start(folder()).connection());
    return Towpath.ok();
  }

  @Command(
      name = "stop",
      description = "Stop it, or let its last user do so.",
      footer = "%nExample: towpath warehouse stop")
  int stop() {
    System.out.println(
        EmbeddedWarehouse.stop(folder()) ? "stopped" : "still in use; stops with its last user");
    return Towpath.ok();
  }

  @Command(
      name = "status",
      description = "Say whether it runs and how to connect.",
      footer = "%nExample: towpath warehouse status --project examples/flights")
  int status() {
    System.out.println(
        EmbeddedWarehouse.status(folder())
            .map(status -> status.connection() + (status.kept() ? " (kept running)" : ""))
            .orElse("not running"));
    return Towpath.ok();
  }

  private Path folder() {
    Project project = Projects.read(towpath.options().directory(), towpath.options().profile());
    if (!(project.warehouse() instanceof Project.Warehouse.Embedded)) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "this project's warehouse is not embedded: towpath warehouse is for"
              + " 'warehouse: embedded' in towpath.yaml");
    }
    return project.root().resolve(".towpath");
  }
}
