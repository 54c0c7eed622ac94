package io.towpath.pipelines;

import io.towpath.core.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What a land run did.
 *
 * @param manifest the batch it committed, null if nothing had arrived
 */
public record LandResult(String feed, @Nullable Manifest manifest) {

  static LandResult nothing(String feed) {
    return new LandResult(feed, null);
  }

  static LandResult of(Manifest manifest) {
    return new LandResult(manifest.feed(), manifest);
  }

  /** Files in the batch. */
  public int files() {
    return manifest == null ? 0 : manifest.parts().size();
  }

  /** Bytes in the batch. */
  public long bytes() {
    return manifest == null ? 0 : manifest.parts().stream().mapToLong(Manifest.Part::bytes).sum();
  }
}
