package io.towpath.pipelines.cli;

import io.towpath.config.Project;
import io.towpath.config.Projects;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.EmbeddedWarehouse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
    EmbeddedWarehouse.Status status = EmbeddedWarehouse.start(folder());
    if (towpath.options().form() == RowPrinter.Form.JSON) {
      Printed.json(facts(status));
    } else {
      System.out.println(status.connection());
      System.err.printf(
          "for JDBC: %s with the password in %s%n", status.jdbc(), status.passwordFile());
    }
    return Towpath.ok();
  }

  @Command(
      name = "stop",
      description = "Stop it, or let its last user do so.",
      footer = "%nExample: towpath warehouse stop")
  int stop() {
    boolean stopped = EmbeddedWarehouse.stop(folder());
    if (towpath.options().form() == RowPrinter.Form.JSON) {
      Printed.json(Map.of("stopped", stopped));
    } else {
      System.out.println(stopped ? "stopped" : "still in use; stops with its last user");
    }
    return Towpath.ok();
  }

  @Command(
      name = "status",
      description = "Say whether it runs and how to connect.",
      footer = "%nExample: towpath warehouse status --project examples/flights")
  int status() {
    Optional<EmbeddedWarehouse.Status> running = EmbeddedWarehouse.status(folder());
    if (towpath.options().form() == RowPrinter.Form.JSON) {
      Printed.json(running.map(WarehouseCommand::facts).orElse(Map.of("running", false)));
      return Towpath.ok();
    }
    System.out.println(
        running
            .map(status -> status.connection() + (status.kept() ? " (kept running)" : ""))
            .orElse("not running"));
    return Towpath.ok();
  }

  private static Map<String, Object> facts(EmbeddedWarehouse.Status status) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("running", true);
    facts.put("connection", status.connection());
    facts.put("jdbc", status.jdbc());
    facts.put("passwordFile", status.passwordFile().toString());
    facts.put("kept", status.kept());
    return facts;
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
