package io.towpath.contract;

import io.towpath.yaml.YamlValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the regular expressions that mean the same in Java, in which records are judged, and in
 * PostgreSQL's advanced syntax, in which tables are. The list of differences is PostgreSQL's
 * manual, section 9.7.3, against java.util.regex.
 */
final class Patterns {
  /**
   * Tokens of an expression; a bracket expression is one, so that what it holds is judged apart.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\\\(?<escape>.)|(?<class>\\[\\^?\\]?(?:\\[:\\w+:\\]|\\\\.|[^\\]\\\\])*\\])"
              + "|\\((?<group>\\?(?:<[=!]|<\\w+>|[^)]))|(?<possessive>[*+?}]\\+)|.",
          Pattern.DOTALL);

  /** Escapes with one meaning: classes, control characters, and any punctuation taken literally. */
  private static final Pattern SAME_ESCAPE = Pattern.compile("[dsDSwWntrf]|[^A-Za-z0-9]");

  private Patterns() {}

  /** Notes why the pattern is refused. */
  static void check(YamlValue value, String pattern) {
    String complaint = complaint(pattern);
    if (complaint != null) {
      value.problem(complaint);
    }
  }

  /** Whether the pattern is accepted. */
  static boolean isSound(String pattern) {
    return complaint(pattern) == null;
  }

  private static @Nullable String complaint(String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      return "this is no regular expression: " + e.getDescription();
    }
    if (pattern.startsWith("***")) {
      return "*** has a meaning of its own to PostgreSQL";
    }
    Matcher tokens = TOKEN.matcher(pattern);
    while (tokens.find()) {
      String difference = difference(tokens);
      if (difference != null) {
        return difference
            + " means something else to PostgreSQL than to Java; write it another way";
      }
    }
    return null;
  }

  private static @Nullable String difference(Matcher token) {
    String escape = token.group("escape");
    if (escape != null) {
      return SAME_ESCAPE.matcher(escape).matches() ? null : "\\" + escape;
    }
    String bracket = token.group("class");
    if (bracket != null) {
      return inBrackets(bracket);
    }
    String group = token.group("group");
    if (group != null) {
      return group.equals("?:") || group.equals("?=") || group.equals("?!") ? null : "(" + group;
    }
    return token.group("possessive");
  }

  private static @Nullable String inBrackets(String bracket) {
    String inner = bracket.substring(1, bracket.length() - 1);
    if (inner.contains("&&")) {
      return "&& in brackets";
    }
    if (inner.replaceAll("\\\\.", "").contains("[")) {
      return "[ in brackets";
    }
    Matcher escapes = Pattern.compile("\\\\(.)").matcher(inner);
    while (escapes.find()) {
      // PostgreSQL refuses \D, \S and \W in brackets.
      if (!escapes.group(1).matches("[dswntrf]|[^A-Za-z0-9]")) {
        return "\\" + escapes.group(1) + " in brackets";
      }
    }
    return null;
  }
}
