package io.towpath.io.source;

import io.towpath.core.Manifest;
import java.io.Serializable;

/**
 * Reads one split of a plan, on any worker and as often as the engine likes: whatever attempt is
 * described first counts.
 */
public interface SplitReader extends Serializable {

  /** Writes the split as one part, and describes it at its place. */
  Manifest.Part land(PartPlace place);
}
