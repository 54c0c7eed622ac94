package io.towpath.pipelines.cli;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Books;
import io.towpath.io.postgres.CheckResults;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.Runs;
import io.towpath.pipelines.LoadResult;
import io.towpath.pipelines.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows one run. */
@Command(
    name = "show",
    description = "Show a run: its books, term by term, and its checks.",
    footer = "%nExample: towpath show 20260105T090000-1f2e3d4c")
final class ShowCommand implements Callable<Integer> {
  private static final List<String> HEADER = List.of("term", "expected", "found", "holds", "means");

  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "RUN", description = "Name of the run, see towpath runs.")
  private String name = "";

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      RunRow run =
          new Runs(session.withLedger().warehouse())
              .find(name)
              .orElseThrow(
                  () ->
                      new TowpathException(
                          ExitCode.CONFIGURATION,
                          "no run '" + name + "' in the ledger: towpath runs lists them"));
      if (towpath.options().form() == Printed.Form.JSON) {
        Printed.json(Summary.facts(run));
        return Towpath.ok();
      }
      Summary.print(
          new LoadResult(run.plan().feed(), run, CheckResults.of(session.warehouse(), name)));
      List<List<String>> terms =
          Books.report(session.warehouse(), name).stream()
              .map(
                  term ->
                      List.of(
                          term.name(),
                          String.valueOf(term.expected()),
                          String.valueOf(term.found()),
                          term.holds() ? "yes" : "NO",
                          term.detail()))
              .toList();
      Printed.table(HEADER, terms);
      return Towpath.ok();
    }
  }
}
