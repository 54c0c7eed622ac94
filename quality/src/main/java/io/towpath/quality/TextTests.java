package io.towpath.quality;

import io.towpath.core.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges texts. Lengths count code points, as PostgreSQL's do. */
final class TextTests {
  private TextTests() {}

  static ValueTest minLength(int min) {
    return new ValueTest(
        Reason.LENGTH,
        "at least " + min + " characters",
        value -> {
          String text = (String) value;
          return text.length() >= min && text.codePointCount(0, text.length()) >= min;
        });
  }

  static ValueTest maxLength(int max) {
    return new ValueTest(
        Reason.LENGTH,
        "at most " + max + " characters",
        value -> {
          String text = (String) value;
          return text.length() <= max || text.codePointCount(0, text.length()) <= max;
        });
  }

  /** A pattern that is searched for, so that it means what it means to PostgreSQL. */
  static ValueTest pattern(String regex) {
    Matcher matcher = compile(regex).matcher(""); // re-used: a bound rule serves one thread
    return new ValueTest(
        Reason.PATTERN,
        "text that matches " + regex,
        value -> matcher.reset((String) value).find());
  }

  static ValueTest format(String name) {
    ValueTest.Predicate format = TextFormats.of(name);
    return new ValueTest(Reason.PATTERN, "text in the format " + name, format);
  }

  /**
   * To Java, {@code $} also matches before a last line break, and the dot matches no line break; to
   * PostgreSQL neither is so.
   */
  static Pattern compile(String regex) {
    StringBuilder same = new StringBuilder();
    boolean bracket = false;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '\\' && i + 1 < regex.length()) {
        same.append(c).append(regex.charAt(++i));
        continue;
      }
      if (c == '[') {
        bracket = true;
      } else if (c == ']') {
        bracket = false;
      }
      same.append(c == '$' && !bracket ? "\\z" : String.valueOf(c));
    }
    return Pattern.compile(same.toString(), Pattern.DOTALL);
  }
}
