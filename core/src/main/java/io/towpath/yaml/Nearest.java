package io.towpath.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a mistyped one was probably meant to be. */
public final class Nearest {
  /** A candidate that merely goes on is nearer than its missing letters say. */
  private static final int PREFIX_DISTANCE = 2;

  private Nearest() {}

  /** The nearest candidate, if any is near enough to be worth suggesting. */
  public static Optional<String> of(String word, Collection<String> candidates) {
    String found = normalized(word);
    int limit = found.length() <= 3 ? 1 : found.length() <= 8 ? 2 : 3;
    String best = null;
    int bestScore = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      String known = normalized(candidate);
      int distance = distance(found, known);
      boolean begun = found.length() >= 2 && known.startsWith(found);
      int reach = begun ? Math.min(distance, PREFIX_DISTANCE) : distance;
      int score = reach * 100 + distance;
      if ((begun || reach <= limit) && score < bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The sentence to append to a message, with a leading blank; empty if nothing is near. */
  public static String hint(String word, Collection<String> candidates) {
    return of(word, candidates).map(near -> ". Did you mean " + near + "?").orElse("");
  }

  private static String normalized(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** Edits to get from one to the other: insert, delete, replace, swap neighbours. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
