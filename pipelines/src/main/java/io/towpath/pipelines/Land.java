package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.files.Arrival;
import io.towpath.io.postgres.Batches;
import io.towpath.io.postgres.Lease;
import io.towpath.io.postgres.Leases;
import io.towpath.io.postgres.SourceFiles;
import io.towpath.io.raw.Manifests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * Copies what has arrived into the raw zone as the next batch. The manifest commits it,
 * create-only: whatever was killed before leaves parts that nobody reads, whatever was killed after
 * is rolled forward by the next run.
 */
public final class Land {
  static final Duration LEASE = Duration.ofSeconds(60);
  private static final int RACES = 5;

  private final Session session;
  private final Feed feed;
  private final Batches batches;

  private Land(Session session, Feed feed) {
    this.session = session;
    this.feed = feed;
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
    return new Land(session, feed).run();
  }

  private LandResult run() {
    String holder = RunNames.next(session.clock().instant());
    session.progress().step("land.lease", Map.of("feed", feed.name()));
    try (Lease lease =
        Leases.acquire(session.warehouse(), feed.name(), Lease.Work.LAND, holder, LEASE)) {
      LandResult result = land(lease);
      new SweepOrphans(session, feed.name()).run(lease);
      return result;
    }
  }

  private LandResult land(Lease lease) {
    Manifests manifests = Manifests.of(session.raw().open());
    for (int race = 0; race < RACES; race++) {
      long last = rollForward(manifests);
      Manifest manifest = copyNew(manifests, last + 1);
      if (manifest == null) {
        return LandResult.nothing(feed.name());
      }
      lease.check();
      session.progress().step("land.commit", Map.of("batch", manifest.batch()));
      if (manifests.commit(manifest)) {
        session.progress().step("land.register", Map.of("batch", manifest.batch()));
        batches.register(manifest);
        return LandResult.of(manifest);
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

  /** Copies what is new; gives the manifest that is to commit it, null if nothing is. */
  private @Nullable Manifest copyNew(Manifests manifests, long batch) {
    session.progress().step("land.find", Map.of("feed", feed.name()));
    List<Arrival> matched = session.arrivals().match(feed.source());
    SourceFiles known =
        SourceFiles.known(
            session.warehouse(), feed.name(), matched.stream().map(Arrival::name).toList());
    List<Arrival> arrivals =
        settled(matched.stream().filter(arrival -> !isTaken(arrival, known)).toList());
    if (arrivals.isEmpty()) {
      return null;
    }
    String attempt = RunNames.next(session.clock().instant());
    List<Manifest.Part> parts = changed(known, copy(manifests, arrivals, batch, attempt));
    Instant landed = session.clock().instant();
    return parts.isEmpty() ? null : new Manifest(feed.name(), batch, attempt, landed, parts);
  }

  private static boolean isTaken(Arrival arrival, SourceFiles known) {
    return known.contains(arrival.name(), arrival.bytes(), arrival.version(), arrival.modified());
  }

  /** Leaves out what may still be written. */
  private List<Arrival> settled(List<Arrival> arrivals) {
    Duration settle = feed.source().settle();
    Instant before = session.clock().instant().minus(settle);
    List<Arrival> settled =
        arrivals.stream().filter(arrival -> !arrival.modified().isAfter(before)).toList();
    if (settled.size() < arrivals.size()) {
      int files = arrivals.size() - settled.size();
      session
          .progress()
          .step("land.unsettled", Map.of("files", files, "settle", settle.toString()));
    }
    return settled;
  }

  private List<Manifest.Part> copy(
      Manifests manifests, List<Arrival> arrivals, long batch, String attempt) {
    long bytes = arrivals.stream().mapToLong(Arrival::bytes).sum();
    session
        .progress()
        .step("land.copy", Map.of("batch", batch, "files", arrivals.size(), "bytes", bytes));
    LandFlow.Plan plan = new LandFlow.Plan(session.raw(), feed, arrivals, batch, attempt);
    Pipeline pipeline =
        Pipeline.create(session.copyOptions(bytes, LandFlow.groups(arrivals.size())));
    LandFlow.build(pipeline, plan);
    new Engine(session.progress()).run(pipeline, bytes);
    return manifests.descriptors(feed.name(), batch, attempt, arrivals.size());
  }

  /**
   * Leaves out files that were touched but hold the bytes that were taken last; appended twice,
   * they would double.
   */
  private List<Manifest.Part> changed(SourceFiles known, List<Manifest.Part> copied) {
    List<Manifest.Part> changed = new ArrayList<>();
    List<Manifest.Part> touched = new ArrayList<>();
    for (Manifest.Part part : copied) {
      if (known.holds(part.source(), part.bytes(), part.crc32c())) {
        touched.add(part);
      } else {
        changed.add(part.numbered(changed.size()));
      }
    }
    if (!touched.isEmpty()) {
      session.progress().step("land.unchanged", Map.of("files", touched.size()));
      SourceFiles.touched(session.warehouse(), feed.name(), touched);
    }
    return changed;
  }
}
