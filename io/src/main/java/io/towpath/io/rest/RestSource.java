package io.towpath.io.rest;

import io.towpath.config.RestDeclaration;
import io.towpath.config.RestDeclaration.Incremental;
import io.towpath.config.RestDeclaration.TimeFormat;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.io.source.Backfill;
import io.towpath.io.source.BackfillSource;
import io.towpath.io.source.Finding;
import io.towpath.io.source.SourcePlan;
import io.towpath.io.source.SplitReader;
import java.io.Serializable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An API, all of it or what is new since the last slice. Pages follow each other, so that a list is
 * one split; windows of time are dealt out to as many splits as requests may run at once.
 */
public final class RestSource implements BackfillSource {
  private static final List<Window> EVERYTHING = List.of(new Window(null, null));

  private final Origin origin;
  private final RestDeclaration declaration;
  private final InstantSource clock;

  /**
   * Whose source it is.
   *
   * @param ledger where workers share the API's limit and token
   */
  public record Origin(String feed, WarehouseAddress ledger) implements Serializable {}

  /** An API as a feed declares it. */
  public RestSource(Origin origin, RestDeclaration declaration, InstantSource clock) {
    this.origin = origin;
    this.declaration = declaration;
    this.clock = clock;
  }

  @Override
  public SourcePlan plan(@Nullable String cursor) {
    Incremental incremental = declaration.incremental();
    if (incremental == null) {
      return new SourcePlan(splits(EVERYTHING), 0, null);
    }
    Slices slices = new Slices(incremental);
    Optional<Slices.Slice> next = slices.next(cursor, clock.instant());
    if (next.isEmpty()) {
      return SourcePlan.nothing();
    }
    Slices.Slice slice = next.get();
    String to = slice.to().toString();
    return new SourcePlan(
        splits(slices.windows(slice)),
        0,
        new Manifest.Slice(slice.from().toString(), to, to, false));
  }

  /** As many windows as requests may run at once. */
  @Override
  public List<Backfill> batches(Backfill all) {
    return cut(all).batches(declaration.courtesy().concurrency());
  }

  @Override
  public SourcePlan plan(Backfill batch, @Nullable String cursor) {
    Slices slices = new Slices(incremental(batch));
    List<Slices.Slice> windows =
        cut(batch).windows().stream()
            .map(window -> new Slices.Slice(window.from(), window.to()))
            .toList();
    return new SourcePlan(
        splits(slices.windows(windows)),
        0,
        new Manifest.Slice(batch.from().toString(), batch.to().toString(), cursor, false));
  }

  /** With the feed's windows where none are asked for. */
  private Backfill cut(Backfill stretch) {
    Incremental incremental = incremental(stretch);
    return stretch.window() != null
        ? stretch
        : new Backfill(stretch.from(), stretch.to(), incremental.window());
  }

  private Incremental incremental(Backfill stretch) {
    Incremental incremental = declaration.incremental();
    if (incremental == null || incremental.until() == null) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "feed "
              + origin.feed()
              + " cannot be backfilled: expected source.rest.incremental with since and until, the"
              + " parameters that take where a stretch begins and ends");
    }
    Slices slices = new Slices(incremental);
    if (!slices.knows(stretch.from()) || !slices.knows(stretch.to())) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "feed "
              + origin.feed()
              + ": "
              + stretch.from()
              + " to "
              + stretch.to()
              + " cannot be asked for; expected whole "
              + (incremental.format() == TimeFormat.DATE ? "days" : "seconds")
              + ", as source.rest.incremental.format says");
    }
    return incremental;
  }

  private List<RestSplit> splits(List<Window> windows) {
    int count = Math.min(windows.size(), declaration.courtesy().concurrency());
    int parallel = Math.max(1, declaration.courtesy().concurrency() / count);
    List<RestSplit> splits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Window> share =
          windows.subList(i * windows.size() / count, (i + 1) * windows.size() / count);
      splits.add(new RestSplit(origin, declaration, List.copyOf(share), parallel));
    }
    return splits;
  }

  /** Asks for one page. */
  @Override
  public List<Finding> examine(@Nullable String cursor) {
    List<? extends SplitReader> splits = plan(cursor).splits();
    if (splits.isEmpty()) {
      return List.of(Finding.good("", "nothing is due yet after " + cursor));
    }
    int items = ((RestSplit) splits.get(0)).look();
    return List.of(
        Finding.good("", items + " items in the first page of " + declaration.endpoint().place()));
  }

  /** An empty part says nothing that the next slice would not. */
  @Override
  public List<Manifest.Part> select(List<Manifest.Part> landed) {
    return landed.stream().filter(part -> part.records() > 0).toList();
  }
}
