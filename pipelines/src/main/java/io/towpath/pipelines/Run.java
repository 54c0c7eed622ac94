package io.towpath.pipelines;

import java.time.Duration;
import java.time.Instant;

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
    Instant started = session.clock().instant();
    LandResult land =
        Land.run(
            session, plan.feed(), bytes -> session.prepareFor(bytes, LoadBatches.buckets(bytes)));
    LoadResult load = Load.run(session, plan);
    return new Result(land, load, Duration.between(started, session.clock().instant()));
  }
}
