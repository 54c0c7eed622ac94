package io.towpath.transforms.decode;

import io.towpath.config.Feed;
import io.towpath.core.Reason;
import io.towpath.core.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Matches the columns of a file with those that are wanted, by name: first exactly, then in other
 * case if only one column of the file has that name. Surplus columns are ignored.
 *
 * @param count how many columns each line must have
 * @param targets for each column of the file the wanted column it fills, or -1
 * @param fault what keeps the whole file from being read, null if nothing
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record FileColumns(int count, int[] targets, @Nullable Violation fault) {

  /**
   * Matches a header.
   *
   * @param names the header's, blanks around them dropped
   * @param wanted columns of the record
   * @param mandatory index from which the wanted columns must be in every file: those that only
   *     steps read, where a missing one would silently be null
   */
  static FileColumns match(List<String> names, List<String> wanted, int mandatory) {
    int[] targets = new int[names.size()];
    java.util.Arrays.fill(targets, -1);
    boolean matched = false;
    for (int column = 0; column < wanted.size(); column++) {
      List<Integer> at = places(names, wanted, wanted.get(column));
      if (at.size() > 1) {
        return broken(
            names,
            "a header that names " + wanted.get(column) + " " + at.size() + " times",
            "once");
      }
      if (at.size() == 1) {
        targets[at.get(0)] = column;
        matched = true;
      } else if (column >= mandatory && !wanted.get(column).equals(Feed.GONE)) {
        return broken(
            names,
            "a header without " + wanted.get(column),
            "the column " + wanted.get(column) + ", which the feed's steps use");
      }
    }
    return matched
        ? new FileColumns(names.size(), targets, null)
        : broken(names, "a header with none of the contract's columns", String.join(", ", wanted));
  }

  /** Columns by position, for files without header. */
  static FileColumns positional(int count) {
    int[] targets = new int[count];
    for (int i = 0; i < count; i++) {
      targets[i] = i;
    }
    return new FileColumns(count, targets, null);
  }

  private static FileColumns broken(List<String> names, String found, String expected) {
    return new FileColumns(
        names.size(), new int[0], new Violation(Reason.COLUMNS, null, found, expected));
  }

  private static List<Integer> places(List<String> names, List<String> wanted, String name) {
    List<Integer> exact = new ArrayList<>();
    List<Integer> folded = new ArrayList<>();
    String lower = name.toLowerCase(Locale.ROOT);
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals(name)) {
        exact.add(i);
      } else if (names.get(i).toLowerCase(Locale.ROOT).equals(lower)
          && !wanted.contains(names.get(i))) {
        folded.add(i);
      }
    }
    return exact.isEmpty() ? folded : exact;
  }
}
