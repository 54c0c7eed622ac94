package io.towpath.pipelines.template;

import io.towpath.yaml.Nearest;
import io.towpath.yaml.Words;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One value that a job takes.
 *
 * @param name of the main's option, without dashes
 * @param help a sentence or two
 * @param required whether the job cannot do without
 * @param otherwise what the job takes if nothing is given, null for nothing or what the project
 *     says
 * @param pattern a regular expression that matches the whole of every good value, null for any
 */
public record Parameter(
    String name,
    Type type,
    String help,
    boolean required,
    @Nullable String otherwise,
    @Nullable String pattern) {
  private static final Pattern ALTERNATIVES = Pattern.compile("[A-Za-z0-9]+(\\|[A-Za-z0-9]+)+");

  /** How a value is written. */
  public enum Type {
    TEXT("text", ".*"),
    NUMBER("number", "-?[0-9]{1,18}"),
    FLAG("flag", "true|false");

    private final String word;
    private final String pattern;

    Type(String word, String pattern) {
      this.word = word;
      this.pattern = pattern;
    }

    /** What templates call it. */
    public String word() {
      return word;
    }
  }

  /** What is wrong with a value; empty if nothing is. */
  public Optional<String> mistake(String value) {
    String expected = pattern == null ? type.pattern : pattern;
    if (!value.isBlank() && value.matches(expected)) {
      return Optional.empty();
    }
    String found = name + " is " + (value.isBlank() ? "empty" : "\"" + value + "\"");
    if (ALTERNATIVES.matcher(expected).matches()) {
      List<String> words = List.of(expected.split("\\|"));
      return Optional.of(found + "; expected " + Words.or(words) + Nearest.hint(value, words));
    }
    return Optional.of(
        found
            + "; expected "
            + (pattern == null ? "a " + type.word : "what matches " + pattern)
            + ": "
            + help);
  }
}
