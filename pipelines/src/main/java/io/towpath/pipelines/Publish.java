package io.towpath.pipelines;

import io.towpath.core.Check;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.CheckResults;
import io.towpath.io.postgres.Lease;
import io.towpath.io.postgres.Leases;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.Runs;
import io.towpath.io.postgres.publish.Publication;
import io.towpath.io.postgres.publish.Publisher;
import io.towpath.io.raw.Manifests;
import java.util.List;
import java.util.Map;

/** Makes a staged run visible, or says why not. */
public final class Publish {

  private Publish() {}

  /** Publishes from a launcher: {@code --run=… --project=…}. */
  public static void main(String[] args) {
    Launch.main(
        args,
        PublishOptions.class,
        (session, options) -> Launch.end(run(session.withLedger(), options.getRun())));
  }

  /** Publishes a run that is staged, such as one whose driver died. */
  public static LoadResult run(Session session, String run) {
    RunRow row =
        new Runs(session.warehouse())
            .find(run)
            .orElseThrow(
                () ->
                    new TowpathException(
                        ExitCode.CONFIGURATION,
                        "no run '" + run + "' in the ledger: towpath runs lists them"));
    FeedPlan plan = session.plan(row.plan().feed());
    session.progress().step("publish.lease", Map.of("run", run));
    try (Lease lease =
        Leases.acquire(
            session.warehouse(), plan.feed().name(), Lease.Work.WRITE, run, Land.LEASE)) {
      return lease.guard(() -> staged(session, plan, run, lease));
    }
  }

  /** Publishes a run under a lease that is held already; one that is blocked is a result too. */
  static LoadResult staged(Session session, FeedPlan plan, String run, Lease lease) {
    try {
      Publication publication =
          Publisher.of(
                  session.warehouse(), step -> session.progress().step(step, Map.of("run", run)))
              .publish(
                  plan.feed(), run, lease.epoch(), plan.checks(), arriving(session, plan, run));
      return new LoadResult(plan.feed().name(), publication.run(), publication.checks());
    } catch (TowpathException e) {
      if (e.exitCode() != ExitCode.BLOCKED) {
        throw e;
      }
      RunRow blocked = new Runs(session.warehouse()).find(run).orElseThrow();
      return new LoadResult(plan.feed().name(), blocked, CheckResults.of(session.warehouse(), run));
    }
  }

  /** What proves how the source of a run was read. */
  private static List<Check> arriving(Session session, FeedPlan plan, String run) {
    RunRow.Plan planned = new Runs(session.warehouse()).find(run).orElseThrow().plan();
    return LateRows.checks(plan.feed(), planned.firstBatch(), Manifests.of(session.raw().open()));
  }
}
