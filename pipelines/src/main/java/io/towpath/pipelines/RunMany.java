package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.core.ExitCode;
import io.towpath.pipelines.select.Order;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs many feeds in one process, some at once. A feed that follows others of them waits for these;
 * one that fails stops no other.
 */
public final class RunMany {
  private final Supplier<Session> sessions;
  private final ExecutorService threads;
  private final Map<String, CompletableFuture<Outcome>> begun = new HashMap<>();

  private RunMany(Supplier<Session> sessions, int parallel) {
    this.sessions = sessions;
    this.threads = Executors.newFixedThreadPool(parallel);
  }

  /**
   * What became of a feed: a result, or the failure that kept it from one.
   *
   * @param result null if it failed
   * @param failure null if it has a result
   */
  public record Outcome(String feed, Run.@Nullable Result result, @Nullable Failure failure) {

    /** How a process that ran this feed alone would end. */
    public ExitCode exitCode() {
      return failure == null ? result.load().exitCode() : failure.exitCode();
    }
  }

  /**
   * Runs feeds.
   *
   * @param sessions opens a session for each feed, which is closed behind it
   * @param parallel how many feeds run at once
   * @return what became of each, in the order given
   * @throws io.towpath.core.TowpathException if feeds wait for each other
   */
  public static List<Outcome> run(List<Feed> feeds, Supplier<Session> sessions, int parallel) {
    Order.refuseCircles(feeds);
    RunMany many = new RunMany(sessions, parallel);
    try {
      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      Map<String, Feed> byName = new HashMap<>();
      feeds.forEach(feed -> byName.put(feed.name(), feed));
      feeds.forEach(feed -> outcomes.add(many.begin(feed, byName)));
      return outcomes.stream().map(CompletableFuture::join).toList();
    } finally {
      many.threads.shutdownNow();
    }
  }

  /** The exit code of the worst; a bug is worse than what the user can mend. */
  public static ExitCode worst(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(Outcome::exitCode)
        .max((a, b) -> Integer.compare(a.status(), b.status()))
        .orElse(ExitCode.OK);
  }

  private CompletableFuture<Outcome> begin(Feed feed, Map<String, Feed> selected) {
    CompletableFuture<Outcome> there = begun.get(feed.name());
    if (there != null) {
      return there;
    }
    CompletableFuture<?>[] before =
        feed.schedule().after().stream()
            .map(selected::get)
            .filter(upstream -> upstream != null)
            .map(upstream -> begin(upstream, selected))
            .toArray(CompletableFuture[]::new);
    CompletableFuture<Outcome> outcome =
        CompletableFuture.allOf(before).thenApplyAsync(done -> run(feed), threads);
    begun.put(feed.name(), outcome);
    return outcome;
  }

  private Outcome run(Feed feed) {
    try (Session session = sessions.get()) {
      FeedPlan plan = session.withLedger().plan(feed.name());
      return new Outcome(feed.name(), Run.beside(session, plan), null);
    } catch (RuntimeException | Error e) {
      return new Outcome(feed.name(), null, Failure.of(e));
    }
  }
}
