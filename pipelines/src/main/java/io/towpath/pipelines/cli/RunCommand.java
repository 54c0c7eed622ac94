package io.towpath.pipelines.cli;

import io.towpath.config.Feed;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Activity;
import io.towpath.pipelines.FeedPlan;
import io.towpath.pipelines.Run;
import io.towpath.pipelines.RunMany;
import io.towpath.pipelines.Session;
import io.towpath.pipelines.select.Due;
import io.towpath.pipelines.select.Selection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lands, loads and publishes one feed, or many. */
@Command(
    name = "run",
    description = "Land, load and publish a feed, or those that are selected.",
    footer = {
      "%nExample: towpath run flights --project examples/flights",
      "         towpath run --select tag:dimensions --select all-due --parallel 4"
    })
final class RunCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "FEED", arity = "0..1", description = "Name of the feed.")
  private @Nullable String feed;

  @Option(
      names = "--select",
      paramLabel = "WORD",
      description =
          "Instead of a feed: all, all-due, feed:NAME, tag:NAME or source:NAME; may be repeated.")
  private List<String> words = List.of();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many selected feeds run at once (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @Override
  public Integer call() {
    if ((feed == null) == words.isEmpty()) {
      throw new TowpathException(
          ExitCode.CONFIGURATION, "run: expected the name of a feed, or --select and a word");
    }
    return feed == null ? runSelected() : runOne(feed);
  }

  private int runOne(String name) {
    try (Session session = towpath.options().open()) {
      FeedPlan plan = session.plan(name);
      Run.Result result = Run.run(session.withLedger(), plan);
      Summary.print(result, towpath.options().form());
      return result.load().exitCode().status();
    }
  }

  /** The first session keeps an embedded warehouse running for all of them. */
  private int runSelected() {
    if (parallel < 1) {
      throw new TowpathException(
          ExitCode.CONFIGURATION, "--parallel is " + parallel + "; expected at least 1");
    }
    try (Session session = towpath.options().open()) {
      List<Feed> chosen = Selection.choose(session.project().feeds().values(), words, due(session));
      List<RunMany.Outcome> outcomes =
          RunMany.run(chosen, () -> towpath.options().open(), parallel);
      ManyTable.print(outcomes, towpath.options().form());
      return RunMany.worst(outcomes).status();
    }
  }

  private Predicate<Feed> due(Session session) {
    if (!words.contains("all-due")) {
      return feed -> false;
    }
    Activity activity = Activity.read(session.withLedger().warehouse());
    return new Due(activity, session.clock().instant());
  }
}
