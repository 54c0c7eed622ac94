package io.towpath.io.postgres.stage;

import io.towpath.core.SplitId;
import io.towpath.core.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the records of one split: the sum of the tallies of its stretches.
 *
 * @param split the split
 * @param from position of its first record
 * @param to position after its last
 * @param complete whether the stretches follow each other without gap or overlap and the last of
 *     them ended the split; false means that some were lost or came twice
 * @param read records that were found
 * @param expanded records that steps added
 * @param filtered records that steps left out
 * @param emitted sum of identities passed on
 */
record SplitTally(
    SplitId split,
    long from,
    long to,
    boolean complete,
    long read,
    long expanded,
    long filtered,
    long emitted) {

  /** Merges the tallies of any number of splits. */
  static List<SplitTally> merge(List<Tally> tallies) {
    Map<SplitId, List<Tally>> bySplit = new LinkedHashMap<>();
    for (Tally tally : tallies) {
      bySplit.computeIfAbsent(tally.split(), split -> new ArrayList<>()).add(tally);
    }
    return bySplit.values().stream().map(SplitTally::mergeOne).toList();
  }

  private static SplitTally mergeOne(List<Tally> tallies) {
    tallies.sort(Comparator.comparingLong(Tally::from).thenComparingLong(Tally::to));
    Tally first = tallies.get(0);
    long end = first.from();
    boolean complete = true;
    boolean ended = false;
    long read = 0;
    long expanded = 0;
    long filtered = 0;
    long emitted = 0;
    for (Tally tally : tallies) {
      complete &= tally.from() == end && !ended;
      end = tally.to();
      ended = tally.last();
      read += tally.read();
      expanded += tally.expanded();
      filtered += tally.filtered();
      emitted += tally.emitted();
    }
    return new SplitTally(
        first.split(), first.from(), end, complete && ended, read, expanded, filtered, emitted);
  }
}
