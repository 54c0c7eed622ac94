package io.towpath.pipelines.cli;

import io.towpath.io.postgres.ReadOnlyQuery;
import io.towpath.pipelines.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Asks the warehouse. */
@Command(
    name = "sql",
    description = "Run a query in a read-only transaction and print its rows.",
    footer = "%nExample: towpath sql \"select count(*) from aviation.flights\"")
final class SqlCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "QUERY", description = "One statement that reads.")
  private String query = "";

  @Override
  public Integer call() {
    try (Session session = towpath.options().open();
        RowPrinter printer = new RowPrinter(towpath.options().form())) {
      ReadOnlyQuery.run(session.warehouse(), query, printer);
      return Towpath.ok();
    }
  }
}
