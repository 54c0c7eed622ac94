package io.towpath.io.source;

import io.towpath.core.Manifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one batch will hold.
 *
 * @param splits what becomes its parts, in the order of their numbers
 * @param bytes about how many will be read, for the progress bar; 0 if nobody knows
 * @param slice the range of the source that the splits cover, null where there is no cursor
 * @param readers how many splits the source lets be read at once
 */
public record SourcePlan(
    List<? extends SplitReader> splits, long bytes, Manifest.@Nullable Slice slice, int readers) {
  /** The DirectRunner's price is per group of splits. */
  private static final int READERS = 256;

  /** Of a source that does not mind how many read it at once. */
  public SourcePlan(
      List<? extends SplitReader> splits, long bytes, Manifest.@Nullable Slice slice) {
    this(splits, bytes, slice, READERS);
  }

  /** Nothing is new. */
  public static SourcePlan nothing() {
    return new SourcePlan(List.of(), 0, null);
  }
}
