package io.towpath.io.source;

import io.towpath.core.TowpathException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source that can be asked for any stretch of time. */
public interface BackfillSource extends Source {

  /**
   * Cuts a stretch into those of one batch each, the same for the same stretch.
   *
   * @throws TowpathException with exit code CONFIGURATION if the feed does not say how
   */
  List<Backfill> batches(Backfill all);

  /**
   * Plans such a batch.
   *
   * @param cursor which it leaves where it is
   */
  SourcePlan plan(Backfill batch, @Nullable String cursor);
}
