package io.towpath.pipelines.cli;

import io.towpath.io.postgres.Batches;
import io.towpath.io.postgres.Lease;
import io.towpath.io.postgres.Leases;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.Runs;
import io.towpath.pipelines.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Shows where each feed stands. */
@Command(
    name = "status",
    description =
        "Show for each feed what is landed, what waits, its last run and who works on it.",
    footer = "%nExample: towpath status --project examples/flights")
final class StatusCommand implements Callable<Integer> {
  private static final List<String> HEADER =
      List.of("feed", "landed", "waiting", "last run", "state", "at work");

  @ParentCommand private Towpath towpath;

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      session.withLedger();
      List<List<Object>> rows = new ArrayList<>();
      for (String feed : session.project().feeds().keySet()) {
        rows.add(row(session, feed));
      }
      RowPrinter.print(HEADER, rows, towpath.options().form());
      return Towpath.ok();
    }
  }

  private static List<Object> row(Session session, String feed) {
    Batches batches = new Batches(session.warehouse());
    Runs runs = new Runs(session.warehouse());
    List<RunRow> last = runs.latest(feed, 1);
    String holders =
        String.join(
            "; ",
            Stream.of(Lease.Work.values())
                .flatMap(work -> Leases.holder(session.warehouse(), feed, work).stream())
                .toList());
    return List.of(
        feed,
        batches.highest(feed),
        batches.unpublished(feed, runs.generation(feed)).size(),
        last.isEmpty() ? "" : last.get(0).plan().run(),
        last.isEmpty() ? "" : String.valueOf(Summary.facts(last.get(0)).get("state")),
        holders);
  }
}
