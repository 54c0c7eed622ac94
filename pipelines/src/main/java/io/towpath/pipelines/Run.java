package io.towpath.pipelines;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;

/** Lands, loads and publishes one feed. */
public final class Run {

  private Run() {}

  /** What both halves did, and how long they took. */
  public record Result(LandResult land, LoadResult load, Duration took) {}

  /** Runs from a launcher: {@code --feed=… --project=… --runner=…}. */
  public static void main(String[] args) {
    Launch.main(args, (session, plan) -> Launch.end(run(session, plan).load()));
  }

  /** Lands what has arrived, then loads and publishes what is landed, up to the feed's cap. */
  public static Result run(Session session, FeedPlan plan) {
    return run(session, plan, bytes -> session.prepareFor(bytes, LoadBatches.buckets(bytes)));
  }

  /** The same beside other feeds, which nothing may be started for ahead of its turn. */
  static Result beside(Session session, FeedPlan plan) {
    return run(session, plan, bytes -> {});
  }

  private static Result run(Session session, FeedPlan plan, LongConsumer beforeReading) {
    Instant started = session.clock().instant();
    LandResult land = Land.run(session, plan.feed(), beforeReading);
    LoadResult load = Load.run(session, plan);
    return new Result(land, load, Duration.between(started, session.clock().instant()));
  }
}
