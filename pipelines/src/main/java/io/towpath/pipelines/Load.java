package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.core.RunContext;
import io.towpath.io.files.RawChunks;
import io.towpath.io.postgres.Lease;
import io.towpath.io.postgres.Leases;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.Runs;
import io.towpath.io.postgres.stage.BucketOverflow;
import io.towpath.io.postgres.stage.StageTable;
import io.towpath.io.postgres.stage.Stages;
import java.time.Instant;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;

/**
 * Takes the next unpublished batches through steps, stage and audit into the table. Until the one
 * publishing transaction nothing is visible; whatever was killed before leaves a stage that the
 * next load sweeps.
 */
public final class Load {
  static final int GENERATION = 1;

  /** How many times as many buckets a run gets after one did not fit. */
  private static final int FINER = 4;

  private final Session session;
  private final FeedPlan plan;
  private final Feed feed;
  private final Runs runs;
  private final long bucketBytes;

  private Load(Session session, FeedPlan plan, long bucketBytes) {
    this.session = session;
    this.plan = plan;
    this.bucketBytes = bucketBytes;
    this.feed = plan.feed();
    this.runs = new Runs(session.warehouse());
  }

  /** Loads from a launcher: {@code --feed=… --project=… --runner=…}. */
  public static void main(String[] args) {
    Launch.main(args, (session, plan) -> Launch.end(run(session, plan)));
  }

  /** Loads and publishes what was landed and is not published yet, or nothing. */
  public static LoadResult run(Session session, FeedPlan plan) {
    return run(session, plan, Long.MAX_VALUE);
  }

  /** The same with buckets that take no more memory than said. */
  static LoadResult run(Session session, FeedPlan plan, long bucketBytes) {
    return new Load(session, plan, bucketBytes).run();
  }

  private LoadResult run() {
    Instant now = session.clock().instant();
    String run = RunNames.next(now);
    session.progress().step("load.lease", Map.of("feed", feed.name()));
    try (Lease lease =
        Leases.acquire(session.warehouse(), feed.name(), Lease.Work.WRITE, run, Land.LEASE)) {
      return lease.guard(() -> loadNext(run, now, lease));
    }
  }

  private LoadResult loadNext(String run, Instant now, Lease lease) {
    tidy();
    LoadBatches batches = LoadBatches.next(session, feed);
    if (batches.manifests().isEmpty()) {
      return LoadResult.nothing(feed.name());
    }
    return load(
        new RunContext(feed.name(), run, GENERATION, batches.buckets(feed.layout()), now),
        batches,
        lease);
  }

  /** Drops the stages of runs that were killed after their end. */
  private void tidy() {
    Stages stages = Stages.of(session.warehouse());
    for (RunRow ended : runs.untidy(feed.name())) {
      stages.drop(ended.plan().stage(), ended.plan().run());
    }
  }

  /** Stages and publishes; plans once more with smaller buckets where one does not fit a worker. */
  private LoadResult load(RunContext run, LoadBatches batches, Lease lease) {
    try {
      stage(run, batches, prepare(run, batches, lease));
    } catch (BucketOverflow e) {
      int buckets = run.buckets() * FINER;
      if (buckets > LoadBatches.MOST) {
        throw e;
      }
      Instant now = session.clock().instant();
      session.progress().step("load.replan", Map.of("run", run.run(), "buckets", buckets));
      return load(
          new RunContext(feed.name(), RunNames.next(now), GENERATION, buckets, now),
          batches,
          lease);
    }
    return Publish.staged(session, plan, run.run(), lease);
  }

  /** Sweeps what earlier runs left, plans this one and makes its stage. */
  private StageTable prepare(RunContext run, LoadBatches batches, Lease lease) {
    session
        .progress()
        .step(
            "load.plan",
            Map.of(
                "run", run.run(),
                "batches", batches.manifests().size(),
                "waiting", batches.waiting(),
                "bytes", batches.bytes(),
                "buckets", run.buckets()));
    Stages stages = Stages.of(session.warehouse());
    for (RunRow left : runs.unfinished(feed.name())) {
      String name = left.plan().run();
      if (left.plan().stage() != null) {
        stages.drop(left.plan().stage(), name);
      }
      runs.abandon(name, "run " + run.run() + " took its batches");
    }
    StageTable stage = stages.plan(feed, run);
    runs.plan(row(run, batches, stage, lease));
    session.progress().step("load.prepare", Map.of("run", run.run(), "stage", stage.relation()));
    stages.create(feed, stage, run);
    return stage;
  }

  private RunRow.Plan row(RunContext run, LoadBatches batches, StageTable stage, Lease lease) {
    return new RunRow.Plan(
        run.run(),
        feed.name(),
        run.generation(),
        feed.load().mode(),
        stage.swap() ? RunRow.Way.SWAP : RunRow.Way.APPLY,
        batches.first(),
        batches.last(),
        run.buckets(),
        stage.name(),
        feed.contract().version(),
        lease.epoch(),
        run.startedAt());
  }

  private void stage(RunContext run, LoadBatches batches, StageTable stage) {
    session.progress().step("load.stage", Map.of("run", run.run(), "bytes", batches.bytes()));
    try {
      session.inTurn(batches.bytes(), () -> runFlow(run, batches, stage));
    } catch (RuntimeException e) {
      runs.fail(run.run(), Failure.of(e).message());
      throw e;
    }
  }

  private void runFlow(RunContext run, LoadBatches batches, StageTable stage) {
    Pipeline pipeline = Pipeline.create(session.pipelineOptions(batches.bytes(), run.buckets()));
    LoadFlow.build(
        pipeline,
        RawChunks.of(session.raw(), feed.layout(), batches.manifests()),
        LoadFlow.Plan.of(feed, run, stage, session.warehouse(), batches.manifests())
            .within(bucketBytes));
    new Engine(session.progress()).run(pipeline, batches.bytes());
  }
}
