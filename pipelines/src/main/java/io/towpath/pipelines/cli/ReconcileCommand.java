package io.towpath.pipelines.cli;

import io.towpath.config.Feed;
import io.towpath.core.ExitCode;
import io.towpath.pipelines.Reconcile;
import io.towpath.pipelines.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Proves that a table has the keys of its source. */
@Command(
    name = "reconcile",
    description =
        "Compare the keys of a table with those of its source; exit with 4 if they differ.",
    footer = "%nExample: towpath reconcile orders")
final class ReconcileCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "FEED", description = "Name of the feed.")
  private String name = "";

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many differing keys of each side to show (default: ${DEFAULT-VALUE}).")
  private int most = 20;

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      Feed feed = Session.feed(session.project(), name);
      Reconcile.Result result = Reconcile.run(session.withLedger(), feed, Math.max(0, most));
      print(feed, result, towpath.options().form());
      return result.isEqual() ? Towpath.ok() : ExitCode.BLOCKED.status();
    }
  }

  private static void print(Feed feed, Reconcile.Result result, RowPrinter.Form form) {
    if (!result.examples().isEmpty()) {
      List<String> header = new ArrayList<>(List.of("only in"));
      header.addAll(feed.contract().mergeKey());
      RowPrinter.print(
          header, result.examples().stream().map(ReconcileCommand::cells).toList(), form);
    }
    if (form == RowPrinter.Form.JSON) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("feed", feed.name());
      facts.put("rows", result.rows());
      facts.put("only in table", result.extra());
      facts.put("only in source", result.missing());
      facts.put("waiting", result.waiting());
      Printed.json(facts);
    } else {
      System.out.printf(
          "%s: %d rows, %d keys only in the table, %d only in the source%s%n",
          feed.name(),
          result.rows(),
          result.extra(),
          result.missing(),
          result.waiting() == 0 ? "" : "; " + result.waiting() + " batches are not published yet");
    }
  }

  private static List<Object> cells(Reconcile.Difference difference) {
    List<Object> cells = new ArrayList<>();
    cells.add(difference.only().name().toLowerCase(Locale.ROOT));
    cells.addAll(difference.key());
    return cells;
  }
}
