package io.towpath.io.raw;

import io.towpath.core.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Deletes what land runs left beside a batch: parts of attempts that were killed or lost, parts'
 * descriptors, uploads and files that were never finished. What the manifest names is never
 * deleted, however old, and nothing that is young, since somebody may be writing it.
 */
public final class Sweep {
  private final RawStore store;

  private Sweep(RawStore store) {
    this.store = store;
  }

  /** The sweep of a raw zone. */
  public static Sweep of(RawStore store) {
    return new Sweep(store);
  }

  /**
   * What a sweep did.
   *
   * @param objects deleted
   * @param uploads aborted, or unfinished files deleted
   * @param young not named either, and left for a later sweep
   */
  public record Swept(int objects, int uploads, int young) {
    /** Of two batches together. */
    public Swept plus(Swept other) {
      return new Swept(objects + other.objects, uploads + other.uploads, young + other.young);
    }
  }

  /**
   * Sweeps the folder of a batch that was committed.
   *
   * @param before what was written then or later is young
   */
  public Swept sweep(Manifest manifest, Instant before) {
    Set<String> named = new HashSet<>();
    manifest.parts().forEach(part -> named.add(part.path()));
    List<RawStore.Listed> orphans = new ArrayList<>();
    int[] young = {0};
    store.list(
        RawPaths.parts(manifest.feed(), manifest.batch()),
        listed -> {
          boolean keep = listed.finished() && named.contains(listed.path());
          if (!keep && listed.modified().isBefore(before)) {
            orphans.add(listed);
          } else if (!keep) {
            young[0]++;
          }
        });
    store.delete(orphans);
    int objects = (int) orphans.stream().filter(RawStore.Listed::finished).count();
    return new Swept(objects, orphans.size() - objects, young[0]);
  }
}
