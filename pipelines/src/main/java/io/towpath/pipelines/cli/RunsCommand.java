package io.towpath.pipelines.cli;

import io.towpath.config.Feed;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.Runs;
import io.towpath.pipelines.Session;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists runs. */
@Command(
    name = "runs",
    description = "List the last runs with their books.",
    footer = "%nExample: towpath runs flights --last 5")
final class RunsCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(arity = "0..1", paramLabel = "FEED", description = "Only this feed.")
  private @Nullable String feed;

  @Mixin private final LastOption last = new LastOption();

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      Runs runs = new Runs(session.withLedger().warehouse());
      List<RunRow> found =
          feed == null ? runs.latest(last.count()) : runs.latest(feed, last.count());
      if (feed != null && found.isEmpty()) { // the ledger remembers feeds that are gone
        Feed unused = Session.feed(session.project(), feed);
      }
      RunTable.print(found, towpath.options().form());
      return Towpath.ok();
    }
  }
}
