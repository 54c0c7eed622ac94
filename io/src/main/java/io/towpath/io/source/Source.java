package io.towpath.io.source;

import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
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

  /** Plans what shows best what the source holds, whatever was read of it before. */
  default SourcePlan sample() {
    return plan(null);
  }

  /**
   * Looks at what reading needs and at how far it has come; reads no more records than an answer
   * has.
   *
   * @param cursor where the last batch ended, null if there is none or nobody knows
   * @throws TowpathException if it cannot be read at all
   */
  List<Finding> examine(@Nullable String cursor);

  /** Leaves out the parts that the batch need not hold; without any, no batch is committed. */
  default List<Manifest.Part> select(List<Manifest.Part> landed) {
    return landed;
  }

  /**
   * Puts away what earlier batches hold, if the feed asks for it. Called when the ledger knows of
   * the last batch, and when nothing was new, which makes up for a run that was killed before it.
   */
  default void tidy() {}

  /** Lets go of what was held open for reading. */
  @Override
  default void close() {}
}
