package io.towpath.io.source;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time that is to be landed, whatever was landed of it before.
 *
 * @param from where it begins
 * @param to where it ends, not included
 * @param window length of the pieces that are asked for at once; null: as the feed says
 */
public record Backfill(Instant from, Instant to, @Nullable Duration window) {

  /** The pieces, in order, of which only the last may be shorter; itself if no length is given. */
  public List<Backfill> windows() {
    List<Backfill> windows = new ArrayList<>();
    for (Instant at = from; at.isBefore(to); ) {
      Instant next = window == null ? to : at.plus(window);
      Instant end = next.isAfter(to) ? to : next;
      windows.add(new Backfill(at, end, window));
      at = end;
    }
    return windows;
  }

  /**
   * Stretches of so many pieces each, in order, the same for the same stretch.
   *
   * @param most pieces of one batch
   */
  public List<Backfill> batches(int most) {
    List<Backfill> windows = windows();
    List<Backfill> batches = new ArrayList<>();
    for (int i = 0; i < windows.size(); i += most) {
      Backfill last = windows.get(Math.min(i + most, windows.size()) - 1);
      batches.add(new Backfill(windows.get(i).from, last.to, window));
    }
    return batches;
  }
}
