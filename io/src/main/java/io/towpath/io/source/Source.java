package io.towpath.io.source;

import io.towpath.core.Manifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feed's source as one land run sees it, on the driver. It is closed when its splits were read,
 * so it may hold open what they need, such as a snapshot.
 */
public interface Source extends AutoCloseable {

  /**
   * Freezes what the next batch will hold; what comes later is left to the batch after it.
   *
   * @param cursor where the last batch ended, null if there is none
   * @return a plan without splits if nothing is new
   */
  SourcePlan plan(@Nullable String cursor);

  /** Leaves out the parts that the batch need not hold; without any, no batch is committed. */
  List<Manifest.Part> select(List<Manifest.Part> landed);

  /** Lets go of what was held open for reading. */
  @Override
  void close();
}
