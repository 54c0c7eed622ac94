package io.towpath.io.jdbc;

import java.util.ArrayList;
import java.util.List;

/** Writes ranges of a column as conditions. */
final class KeyRanges {
  private KeyRanges() {}

  /**
   * Conditions of which each row fulfils exactly one; rows without a key are in the first.
   *
   * @param column quoted
   * @param bounds literals, each greater than the one before
   */
  static List<String> conditions(String column, List<String> bounds) {
    if (bounds.isEmpty()) {
      return List.of("");
    }
    List<String> conditions = new ArrayList<>();
    conditions.add("(" + column + " < " + bounds.get(0) + " or " + column + " is null)");
    for (int i = 1; i <= bounds.size(); i++) {
      String from = column + " >= " + bounds.get(i - 1);
      conditions.add(i < bounds.size() ? from + " and " + column + " < " + bounds.get(i) : from);
    }
    return conditions;
  }
}
