package io.towpath.pipelines;

import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Batches;
import io.towpath.io.postgres.Lease;
import io.towpath.io.raw.Manifests;
import io.towpath.io.raw.RawStore;
import io.towpath.io.raw.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps batches a week after they were landed, each once: what was left beside an older one was
 * swept with it, and beside a younger one somebody may be landing. So the whole raw zone is never
 * listed. A sweep that fails costs no run; the next one tries again.
 */
final class SweepOrphans {
  static final Duration AGE = Duration.ofDays(7);

  private static final Logger LOG = LoggerFactory.getLogger(SweepOrphans.class);
  private static final int BATCHES_OF_A_RUN = 100;

  private final Session session;
  private final String feed;
  private final Batches batches;

  SweepOrphans(Session session, String feed) {
    this.session = session;
    this.feed = feed;
    this.batches = new Batches(session.warehouse());
  }

  /** Sweeps what is due, as long as the lease is ours. */
  void run(Lease lease) {
    try {
      Instant before = session.clock().instant().minus(AGE);
      List<Long> due = batches.unswept(feed, before, BATCHES_OF_A_RUN);
      if (!due.isEmpty()) {
        session.progress().step("land.sweep", Map.of("feed", feed, "batches", due.size()));
        sweep(due, before, lease);
      }
    } catch (TowpathException e) {
      LOG.warn(
          "feed {}: what land runs left in the raw zone was not swept, the next one will try: {}",
          feed,
          e.getMessage());
    }
  }

  private void sweep(List<Long> due, Instant before, Lease lease) {
    RawStore store = session.raw().open();
    Sweep.Swept all = new Sweep.Swept(0, 0, 0);
    for (long batch : due) {
      lease.check();
      Sweep.Swept swept = Sweep.of(store).sweep(manifest(store, batch), before);
      if (swept.young() == 0) {
        batches.markSwept(feed, batch);
      }
      all = all.plus(swept);
    }
    session
        .progress()
        .step("land.swept", Map.of("objects", all.objects(), "uploads", all.uploads()));
  }

  /** Without its manifest nobody knows which parts of a batch are needed. */
  private Manifest manifest(RawStore store, long batch) {
    return Manifests.of(store)
        .read(feed, batch)
        .orElseThrow(
            () ->
                new TowpathException(
                    ExitCode.RAW_ZONE,
                    "raw zone: the ledger knows batch "
                        + batch
                        + " of feed "
                        + feed
                        + ", but its manifest is missing, restore it: "
                        + session.project().raw()));
  }
}
