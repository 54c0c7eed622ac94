package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.config.Layout;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.files.FileShape;
import io.towpath.io.postgres.Batches;
import io.towpath.io.raw.Manifests;
import io.towpath.io.raw.RawPaths;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches of one load, in order.
 *
 * @param waiting how many more are left for the next one
 */
record LoadBatches(List<Manifest> manifests, int waiting) {
  /** About what a worker should hold of one bucket. */
  private static final long BUCKET_BYTES = 64L << 20;

  private static final int FEWEST = 8;
  static final int MOST = 4096;

  /** The next unpublished batches, up to the feed's cap but at least one. */
  static LoadBatches next(Session session, Feed feed) {
    List<Manifest> manifests = new ArrayList<>();
    long bytes = 0;
    Manifests raw = Manifests.of(session.raw().open());
    List<Batches.Batch> unpublished =
        new Batches(session.warehouse()).unpublished(feed.name(), Load.GENERATION);
    for (Batches.Batch next : unpublished) {
      bytes += next.bytes();
      if (!manifests.isEmpty() && bytes > feed.load().maxBytes()) {
        break;
      }
      manifests.add(manifest(raw, feed.name(), next.batch()));
    }
    return new LoadBatches(List.copyOf(manifests), unpublished.size() - manifests.size());
  }

  private static Manifest manifest(Manifests raw, String feed, long batch) {
    return raw.read(feed, batch)
        .orElseThrow(
            () ->
                new TowpathException(
                    ExitCode.RAW_ZONE,
                    "batch "
                        + batch
                        + " of feed "
                        + feed
                        + " is in the ledger but its manifest is not in the raw zone: expected "
                        + RawPaths.manifest(feed, batch)
                        + "; is this the raw zone that it was landed in?"));
  }

  long first() {
    return manifests.get(0).batch();
  }

  long last() {
    return manifests.get(manifests.size() - 1).batch();
  }

  /** Stored bytes. */
  long bytes() {
    return parts().mapToLong(Manifest.Part::bytes).sum();
  }

  /** Planned number of buckets: a share of about 64 MiB each. */
  int buckets(Layout layout) {
    long bytes =
        parts().mapToLong(part -> FileShape.of(layout, part.source()).unpacked(part.bytes())).sum();
    return buckets(bytes);
  }

  /** Planned number of buckets for so many bytes, unpacked. */
  static int buckets(long bytes) {
    return (int) Math.max(FEWEST, Math.min(MOST, bytes / BUCKET_BYTES));
  }

  private java.util.stream.Stream<Manifest.Part> parts() {
    return manifests.stream().flatMap(manifest -> manifest.parts().stream());
  }
}
