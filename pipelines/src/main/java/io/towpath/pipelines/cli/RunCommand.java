package io.towpath.pipelines.cli;

import io.towpath.pipelines.FeedPlan;
import io.towpath.pipelines.Run;
import io.towpath.pipelines.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lands, loads and publishes one feed. */
@Command(
    name = "run",
    description = "Land, load and publish a feed.",
    footer = "%nExample: towpath run flights --project examples/flights")
final class RunCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "FEED", description = "Name of the feed.")
  private String feed = "";

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      FeedPlan plan = session.plan(feed);
      Run.Result result = Run.run(session.withLedger(), plan);
      Summary.print(result, towpath.options().form());
      return result.load().exitCode().status();
    }
  }
}
