package io.towpath.yaml;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells what an unquoted scalar means. Readers of YAML 1.1 and 1.2 disagree on many; those are
 * ambiguous and come with advice.
 */
record PlainScalar(YamlNode.Type type, Optional<String> advice) {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+([eE][-+][0-9]+)?)?");
  private static final Map<String, String> BOOLEANS =
      Map.of(
          "yes", "true", "on", "true", "true", "true", "no", "false", "off", "false", "false",
          "false");
  private static final Pattern CASED = Pattern.compile("[a-z]+|[A-Z][a-z]*|[A-Z]+");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?");
  private static final Pattern ODD_NUMBER =
      Pattern.compile(
          "[-+]?(0[0-9_]+|0o[0-7_]+|0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
              + "|[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?|\\.[0-9][0-9_]*([eE][-+]?[0-9]+)?)");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  static PlainScalar of(String text) {
    if (text.isEmpty() || text.equals("null")) {
      return certain(YamlNode.Type.NULL);
    }
    if (text.equals("true") || text.equals("false")) {
      return certain(YamlNode.Type.BOOLEAN);
    }
    if (NUMBER.matcher(text).matches()) {
      return certain(YamlNode.Type.NUMBER);
    }
    return ambiguity(text)
        .map(advice -> new PlainScalar(YamlNode.Type.BROKEN, Optional.of(advice)))
        .orElseGet(() -> certain(YamlNode.Type.TEXT));
  }

  private static PlainScalar certain(YamlNode.Type type) {
    return new PlainScalar(type, Optional.empty());
  }

  private static Optional<String> ambiguity(String text) {
    String meaning = BOOLEANS.get(text.toLowerCase(Locale.ROOT));
    if (meaning != null && CASED.matcher(text).matches()) {
      return Optional.of(
          String.format(
              "%s is %s to some YAML readers and text to others; write %s, or \"%s\" in quotes",
              text, meaning, meaning, text));
    }
    if (text.equals("~") || (text.equalsIgnoreCase("null") && CASED.matcher(text).matches())) {
      return Optional.of(
          text
              + " is null to some YAML readers and text to others; write null, or \""
              + text
              + "\" in quotes");
    }
    if (DATE.matcher(text).matches()) {
      return Optional.of(
          text + " is a date to some YAML readers and text to others; put it in quotes");
    }
    if (NO_NUMBER.matcher(text).matches()) {
      return Optional.of(text + " is no finite number; put it in quotes if it is text");
    }
    if (ODD_NUMBER.matcher(text).matches()) {
      return Optional.of(
          text
              + " means different things to different YAML readers;"
              + " write a plain decimal number, or put it in quotes");
    }
    if (text.equals("<<")) {
      return Optional.of("merge keys (<<) are not read; write the keys out");
    }
    if (text.equals("=")) {
      return Optional.of(text + " has a meaning of its own to some YAML readers; put it in quotes");
    }
    return Optional.empty();
  }
}
