package io.towpath.pipelines.cli;

import io.towpath.io.postgres.Migrations;
import io.towpath.pipelines.Session;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Brings the ledger up to date. */
@Command(
    name = "migrate",
    description = "Create the ledger, or bring it up to date.",
    footer = "%nExample: towpath migrate --profile prod")
final class MigrateCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      int done = Migrations.migrate(session.warehouse());
      int version = Migrations.version(session.warehouse());
      if (towpath.options().form() == RowPrinter.Form.JSON) {
        Printed.json(
            Map.of(
                "warehouse", session.warehouse().place(), "migrations", done, "version", version));
      } else {
        System.out.printf(
            "ledger in %s: %d migrations run, now version %d%n",
            session.warehouse(), done, version);
      }
      return Towpath.ok();
    }
  }
}
