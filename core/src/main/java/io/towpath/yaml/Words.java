package io.towpath.yaml;

import java.util.Collection;
import java.util.List;

/** Writes lists as sentences do. */
public final class Words {
  private Words() {}

  /** {@code a, b or c}. */
  public static String or(Collection<String> words) {
    List<String> list = List.copyOf(words);
    if (list.size() < 2) {
      return String.join("", list);
    }
    int last = list.size() - 1;
    return String.join(", ", list.subList(0, last)) + " or " + list.get(last);
  }
}
