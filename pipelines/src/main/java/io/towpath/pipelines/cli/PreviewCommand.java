package io.towpath.pipelines.cli;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.pipelines.Preview;
import io.towpath.pipelines.RejectedLines;
import io.towpath.pipelines.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows what a feed would make of its source. */
@Command(
    name = "preview",
    description =
        "Show the first records of a source as rows of the table, and what would be rejected."
            + " Nothing is kept.",
    footer = "%nExample: towpath preview flights --rows 5")
final class PreviewCommand implements Callable<Integer> {
  private static final int MOST = 10_000;
  private static final List<String> REJECTED =
      RejectsCommand.HEADER.subList(0, RejectsCommand.HEADER.indexOf("raw"));

  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "FEED", description = "Name of the feed.")
  private String feed = "";

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many records to look at (default: ${DEFAULT-VALUE}).")
  private int records = 20;

  @Override
  public Integer call() {
    if (records < 1 || records > MOST) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "preview: --rows " + records + ", expected a number from 1 to " + MOST);
    }
    try (Session session = towpath.options().open()) {
      print(Preview.of(session, session.plan(feed), records), towpath.options().form());
      return Towpath.ok();
    }
  }

  private void print(Preview preview, RowPrinter.Form form) {
    List<String> header = new ArrayList<>(List.of("place"));
    header.addAll(preview.columns());
    if (!preview.rows().isEmpty()) {
      RowPrinter.print(header, preview.rows().stream().map(PreviewCommand::cells).toList(), form);
    }
    if (!preview.rejects().isEmpty()) {
      if (form == RowPrinter.Form.TABLE && !preview.rows().isEmpty()) {
        System.out.println();
      }
      RowPrinter.print(
          REJECTED,
          preview.rejects().stream()
              .map(RejectedLines.Line::cells)
              .map(cells -> cells.subList(0, REJECTED.size()))
              .toList(),
          form);
    }
    if (form == RowPrinter.Form.JSON) {
      Printed.json(counts(preview));
    } else {
      StringBuilder line = new StringBuilder(feed).append(": ");
      counts(preview)
          .forEach((name, count) -> line.append(count).append(' ').append(name).append(", "));
      System.out.println(line.append("nothing was kept"));
    }
  }

  private static List<@Nullable Object> cells(Preview.Row row) {
    List<@Nullable Object> cells = new ArrayList<>(List.of(row.place()));
    cells.addAll(row.cells());
    return cells;
  }

  private static Map<String, Object> counts(Preview preview) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("rows", preview.rows().size());
    counts.put("rejected", preview.rejects().size());
    counts.put("deletions", preview.deletions());
    counts.put("filtered", preview.filtered());
    return counts;
  }
}
