package io.towpath.quality;

import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.core.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Builds sets of values that compare as PostgreSQL compares them: 1.0 is 1.00. */
final class AllowedSet {
  private static final int WORDS = 10;

  private AllowedSet() {}

  /** The values of the texts that are values of the type at all; others can equal none. */
  static Set<Object> of(ColumnType type, List<String> texts) {
    List<Object> values = new ArrayList<>();
    for (String text : texts) {
      try {
        values.add(Literals.parse(type, text));
      } catch (IllegalArgumentException e) {
        // Such as missingValues: ["N/A"] on a number, which the type has refused before.
      }
    }
    return type.kind() == Kind.NUMERIC ? new TreeSet<>(values) : new HashSet<>(values);
  }

  static ValueTest test(ColumnType type, List<String> texts) {
    Set<Object> allowed = of(type, texts);
    String expected = "one of " + words(texts);
    if (type.kind() == Kind.CHAR) {
      return new ValueTest(
          Reason.ALLOWED, expected, value -> allowed.contains(((String) value).stripTrailing()));
    }
    return new ValueTest(Reason.ALLOWED, expected, allowed::contains);
  }

  static String words(List<String> texts) {
    String words = String.join(", ", texts.subList(0, Math.min(WORDS, texts.size())));
    return texts.size() > WORDS ? words + ", … (" + texts.size() + " values)" : words;
  }
}
