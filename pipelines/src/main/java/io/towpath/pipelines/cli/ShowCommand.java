package io.towpath.pipelines.cli;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Books;
import io.towpath.io.postgres.CheckResults;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.Runs;
import io.towpath.pipelines.LoadResult;
import io.towpath.pipelines.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      List<Books.Term> terms = Books.report(session.warehouse(), name);
      LoadResult load =
          new LoadResult(run.plan().feed(), run, CheckResults.of(session.warehouse(), name));
      if (towpath.options().form() == RowPrinter.Form.JSON) {
        Map<String, Object> facts = Summary.facts(load);
        facts.put("books", terms.stream().map(ShowCommand::facts).toList());
        Printed.json(facts);
        return Towpath.ok();
      }
      Summary.print(load);
      RowPrinter.print(
          HEADER,
          terms.stream().map(term -> List.copyOf(facts(term).values())).toList(),
          RowPrinter.Form.TABLE);
      return Towpath.ok();
    }
  }

  private static Map<String, Object> facts(Books.Term term) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("term", term.name());
    facts.put("expected", term.expected());
    facts.put("found", term.found());
    facts.put("holds", term.holds());
    facts.put("means", term.detail());
    return facts;
  }
}
