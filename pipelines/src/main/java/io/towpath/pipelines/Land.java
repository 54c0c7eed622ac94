package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Batches;
import io.towpath.io.postgres.Lease;
import io.towpath.io.postgres.Leases;
import io.towpath.io.raw.Manifests;
import io.towpath.io.source.Backfill;
import io.towpath.io.source.BackfillSource;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourcePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is new at the source into the raw zone as the next batch. The manifest commits it,
 * create-only: whatever was killed before leaves parts that nobody reads, whatever was killed after
 * is rolled forward by the next run.
 */
public final class Land {
  static final Duration LEASE = Duration.ofSeconds(60);
  private static final int RACES = 5;

  private final Session session;
  private final Feed feed;
  private final LongConsumer beforeReading;
  private final Batches batches;

  private Land(Session session, Feed feed, LongConsumer beforeReading) {
    this.session = session;
    this.feed = feed;
    this.beforeReading = beforeReading;
    this.batches = new Batches(session.warehouse());
  }

  /** Lands from a launcher: {@code --feed=… --project=… --runner=…}. */
  public static void main(String[] args) {
    Launch.main(
        args,
        (session, plan) -> {
          run(session, plan.feed());
          return ExitCode.OK;
        });
  }

  /** Lands what has arrived, or nothing. */
  public static LandResult run(Session session, Feed feed) {
    return run(session, feed, bytes -> {});
  }

  /** The same, for a caller that wants to know how many bytes are going to be read. */
  static LandResult run(Session session, Feed feed, LongConsumer beforeReading) {
    return new Land(session, feed, beforeReading).run();
  }

  /**
   * Lands a stretch of time whatever was landed of it before, in one batch after another; those of
   * a run before it that did the same are left out. Where the next run reads on is not changed.
   *
   * @param landed told each batch when it is committed
   */
  public static void backfill(
      Session session, Feed feed, Backfill stretch, Consumer<LandResult> landed) {
    new Land(session, feed, bytes -> {}).backfill(stretch, landed);
  }

  private LandResult run() {
    return leased(lease -> land(lease, Source::plan));
  }

  private void backfill(Backfill stretch, Consumer<LandResult> landed) {
    leased(
        lease -> {
          for (Backfill batch : missing(stretch)) {
            landed.accept(land(lease, (source, cursor) -> backfilled(source).plan(batch, cursor)));
          }
          return null;
        });
  }

  private <T extends @Nullable Object> T leased(Function<Lease, T> work) {
    String holder = RunNames.next(session.clock().instant());
    session.progress().step("land.lease", Map.of("feed", feed.name()));
    try (Lease lease =
        Leases.acquire(session.warehouse(), feed.name(), Lease.Work.LAND, holder, LEASE)) {
      T done = work.apply(lease);
      new SweepOrphans(session, feed.name()).run(lease);
      return done;
    }
  }

  /** What a source is asked for, given where the last batch ended. */
  private interface Planner {
    SourcePlan plan(Source source, @Nullable String cursor);
  }

  private BackfillSource backfilled(Source source) {
    if (source instanceof BackfillSource asked) {
      return asked;
    }
    throw new TowpathException(
        ExitCode.CONFIGURATION,
        "feed "
            + feed.name()
            + " cannot be backfilled: expected a source.rest with incremental, or a source.jdbc with a"
            + " cursor of type time or overlap; files are landed as they are found");
  }

  /** The batches of a backfill that no manifest names yet. */
  private List<Backfill> missing(Backfill stretch) {
    Manifests manifests = Manifests.of(session.raw().open());
    Set<List<String>> there = new HashSet<>();
    for (long batch = rollForward(manifests); batch > 0; batch--) {
      manifests
          .read(feed.name(), batch)
          .map(Manifest::slice)
          .ifPresent(slice -> there.add(Arrays.asList(slice.from(), slice.to())));
    }
    try (Source source = session.source(feed)) {
      return backfilled(source).batches(stretch).stream()
          .filter(batch -> !there.contains(List.of(batch.from().toString(), batch.to().toString())))
          .toList();
    }
  }

  private LandResult land(Lease lease, Planner planner) {
    Manifests manifests = Manifests.of(session.raw().open());
    for (int race = 0; race < RACES; race++) {
      long last = rollForward(manifests);
      session.progress().step("land.find", Map.of("feed", feed.name()));
      try (Source source = session.source(feed)) {
        Manifest manifest = readNew(source, manifests, last, planner);
        if (manifest == null || commit(lease, manifests, manifest)) {
          source.tidy();
          return manifest == null ? LandResult.nothing(feed.name()) : LandResult.of(manifest);
        }
      }
    }
    throw new TowpathException(
        ExitCode.LEASE,
        "feed "
            + feed.name()
            + ": another process landed batches "
            + RACES
            + " times in a row although this one holds the lease; is a second warehouse using "
            + session.project().raw()
            + "?");
  }

  /** Commits a batch, unless another process has committed one of its number. */
  private boolean commit(Lease lease, Manifests manifests, Manifest manifest) {
    lease.check();
    session.progress().step("land.commit", Map.of("batch", manifest.batch()));
    if (!manifests.commit(manifest)) {
      return false;
    }
    session.progress().step("land.register", Map.of("batch", manifest.batch()));
    batches.register(manifest);
    return true;
  }

  /** Brings the index up to the chain of manifests and returns the number of its last one. */
  private long rollForward(Manifests manifests) {
    long last = batches.highest(feed.name());
    session.progress().step("land.roll-forward", Map.of("batch", last));
    Optional<Manifest> next = manifests.read(feed.name(), last + 1);
    while (next.isPresent()) {
      batches.register(next.get());
      last++;
      next = manifests.read(feed.name(), last + 1);
    }
    return last;
  }

  /** Reads what is new; gives the manifest that is to commit it, null if nothing is. */
  private @Nullable Manifest readNew(
      Source source, Manifests manifests, long last, Planner planner) {
    SourcePlan plan = planner.plan(source, cursor(manifests, feed, last));
    if (plan.splits().isEmpty()) {
      return null;
    }
    beforeReading.accept(plan.bytes());
    long batch = last + 1;
    String attempt = RunNames.next(session.clock().instant());
    List<Manifest.Part> parts = source.select(read(manifests, plan, batch, attempt));
    Instant landed = session.clock().instant();
    return parts.isEmpty()
        ? null
        : new Manifest(feed.name(), batch, attempt, landed, numbered(parts), plan.slice());
  }

  /** Where the last batch of a feed ended, null if there is none or it has no such place. */
  static @Nullable String cursor(Session session, Feed feed) {
    return cursor(
        Manifests.of(session.raw().open()),
        feed,
        new Batches(session.warehouse()).highest(feed.name()));
  }

  private static @Nullable String cursor(Manifests manifests, Feed feed, long last) {
    return manifests
        .read(feed.name(), last)
        .map(Manifest::slice)
        .map(Manifest.Slice::cursor)
        .orElse(null);
  }

  private List<Manifest.Part> read(
      Manifests manifests, SourcePlan plan, long batch, String attempt) {
    int splits = plan.splits().size();
    session
        .progress()
        .step("land.copy", Map.of("batch", batch, "splits", splits, "bytes", plan.bytes()));
    session.copyInTurn(plan.bytes(), () -> copy(plan, batch, attempt));
    return manifests.descriptors(feed.name(), batch, attempt, splits);
  }

  private void copy(SourcePlan plan, long batch, String attempt) {
    int groups = Math.min(plan.splits().size(), plan.readers());
    Pipeline pipeline = Pipeline.create(session.copyOptions(plan.bytes(), groups));
    LandFlow.build(
        pipeline,
        new LandFlow.Plan(session.raw(), feed.name(), plan.splits(), groups, batch, attempt));
    new Engine(session.progress()).run(pipeline, plan.bytes());
  }

  private static List<Manifest.Part> numbered(List<Manifest.Part> parts) {
    return IntStream.range(0, parts.size()).mapToObj(i -> parts.get(i).numbered(i)).toList();
  }
}
