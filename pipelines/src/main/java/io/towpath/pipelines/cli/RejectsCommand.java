package io.towpath.pipelines.cli;

import io.towpath.config.Feed;
import io.towpath.io.postgres.Rejects;
import io.towpath.pipelines.RejectedLines;
import io.towpath.pipelines.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows what could not pass. */
@Command(
    name = "rejects",
    description = "Show rejected records with their reasons and their raw lines.",
    footer = "%nExample: towpath rejects flights --last 3")
final class RejectsCommand implements Callable<Integer> {
  static final List<String> HEADER =
      List.of("place", "reason", "column", "found", "expected", "raw");

  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "FEED", description = "Name of the feed.")
  private String feedName = "";

  @Mixin private final LastOption last = new LastOption();

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      Feed feed = Session.feed(session.project(), feedName);
      session.withLedger();
      List<Rejects.Found> rejects = new Rejects(session.warehouse()).ofFeed(feedName, last.count());
      if (rejects.isEmpty() && towpath.options().form() == RowPrinter.Form.TABLE) {
        System.out.println(feedName + ": no rejects");
        return Towpath.ok();
      }
      List<List<String>> rows =
          RejectedLines.of(session, feed, rejects).stream().map(RejectedLines.Line::cells).toList();
      RowPrinter.print(HEADER, rows, towpath.options().form());
      return Towpath.ok();
    }
  }
}
