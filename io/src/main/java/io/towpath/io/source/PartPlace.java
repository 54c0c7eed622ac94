package io.towpath.io.source;

import io.towpath.core.Manifest;
import io.towpath.io.raw.Manifests;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.raw.RawPaths;
import io.towpath.io.raw.RawStore;
import java.io.Serializable;

/**
 * The planned place of one part in the raw zone.
 *
 * @param part number within the batch
 * @param most records that are enough for who only wants to look; a part of a batch holds all
 */
public record PartPlace(
    RawLocation raw, String feed, long batch, String attempt, int part, int most)
    implements Serializable {

  /** A place for a whole part. */
  public PartPlace(RawLocation raw, String feed, long batch, String attempt, int part) {
    this(raw, feed, batch, attempt, part, Integer.MAX_VALUE);
  }

  /** Whether some records are enough. */
  public boolean isSample() {
    return most < Integer.MAX_VALUE;
  }

  /** The store that the part goes to. */
  public RawStore store() {
    return raw.open();
  }

  /** Path of the part, which ends with what can be kept of a name. */
  public String path(String name) {
    return RawPaths.part(feed, batch, attempt, part, name);
  }

  /** Tells the driver what the part became; an attempt that was first is kept. */
  public void describe(Manifest.Part landed) {
    Manifests.of(store()).describe(feed, batch, attempt, landed);
  }
}
