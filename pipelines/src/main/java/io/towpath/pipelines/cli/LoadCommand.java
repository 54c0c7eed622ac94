package io.towpath.pipelines.cli;

import io.towpath.pipelines.FeedPlan;
import io.towpath.pipelines.Load;
import io.towpath.pipelines.LoadResult;
import io.towpath.pipelines.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Loads and publishes what was landed. */
@Command(
    name = "load",
    description = "Load and publish what was landed and is not published yet.",
    footer = "%nExample: towpath load flights --runner spark")
final class LoadCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "FEED", description = "Name of the feed.")
  private String feed = "";

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      FeedPlan plan = session.plan(feed);
      LoadResult result = Load.run(session.withLedger(), plan);
      Summary.print(result, towpath.options().form());
      return result.exitCode().status();
    }
  }
}
