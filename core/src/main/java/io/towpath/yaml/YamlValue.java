package io.towpath.yaml;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value with the name that messages call it by. Each method reads it as one type; where it is
 * another, it notes the mistake and returns nothing, so that reading goes on.
 */
public final class YamlValue {
  private static final int SHOWN = 40;

  private final YamlNode node;
  private final String name;
  private final Problems problems;

  YamlValue(YamlNode node, String name, Problems problems) {
    this.node = node;
    this.name = name;
    this.problems = problems;
  }

  /** Where it begins. */
  public Place place() {
    return node.place();
  }

  /** What messages call it. */
  public String name() {
    return name;
  }

  /** The same value, called otherwise in messages. */
  public YamlValue named(String other) {
    return new YamlValue(node, other, problems);
  }

  /** Notes a mistake at this place. */
  public void problem(String message) {
    problems.add(place(), message);
  }

  /** Notes that something else was expected; says what was found. */
  public void expected(String what) {
    if (!isBroken()) {
      problem(name + " is " + found() + "; expected " + what);
    }
  }

  public boolean isNull() {
    return node instanceof YamlNode.Scalar scalar && scalar.type() == YamlNode.Type.NULL;
  }

  public boolean isText() {
    return is(YamlNode.Type.TEXT);
  }

  public boolean isNumber() {
    return is(YamlNode.Type.NUMBER);
  }

  public boolean isList() {
    return node instanceof YamlNode.Sequence;
  }

  public boolean isMapping() {
    return node instanceof YamlNode.Mapping;
  }

  private boolean isBroken() {
    return is(YamlNode.Type.BROKEN);
  }

  private boolean is(YamlNode.Type type) {
    return node instanceof YamlNode.Scalar scalar && scalar.type() == type;
  }

  /** Reads text that is not empty. */
  public @Nullable String text() {
    String text = textOrEmpty();
    if (text != null && text.isBlank()) {
      problem(name + " is empty; expected text");
      return null;
    }
    return text;
  }

  /** Reads text. */
  public @Nullable String textOrEmpty() {
    if (node instanceof YamlNode.Scalar scalar && scalar.type() == YamlNode.Type.TEXT) {
      return scalar.value();
    }
    boolean quotable = is(YamlNode.Type.NUMBER) || is(YamlNode.Type.BOOLEAN);
    expected(quotable ? "text; put it in quotes" : "text");
    return null;
  }

  /** Reads true or false. */
  public @Nullable Boolean flag() {
    if (node instanceof YamlNode.Scalar scalar && scalar.type() == YamlNode.Type.BOOLEAN) {
      return Boolean.valueOf(scalar.value());
    }
    expected("true or false");
    return null;
  }

  /** Reads a number. */
  public @Nullable BigDecimal number() {
    if (node instanceof YamlNode.Scalar scalar && scalar.type() == YamlNode.Type.NUMBER) {
      return new BigDecimal(scalar.value());
    }
    expected("a number" + (isText() ? " without quotes" : ""));
    return null;
  }

  /** Reads a whole number of at least {@code minimum}. */
  public @Nullable Long wholeNumber(long minimum) {
    if (isNumber()) {
      BigDecimal number = new BigDecimal(((YamlNode.Scalar) node).value());
      boolean fits = number.precision() - number.scale() <= 18;
      if (fits && number.stripTrailingZeros().scale() <= 0 && number.longValue() >= minimum) {
        return number.longValue();
      }
    }
    expected("a whole number of at least " + minimum + (isText() ? ", without quotes" : ""));
    return null;
  }

  /** Reads text, a number, true or false as text. */
  public @Nullable String scalar() {
    if (node instanceof YamlNode.Scalar scalar && !isNull() && !isBroken()) {
      return scalar.value();
    }
    expected("text, a number, true or false");
    return null;
  }

  /** A path that begins at the folder of the file that this stands in, unless it is absolute. */
  public Path path(String path) {
    return problems.file(place()).resolveSibling(path).normalize();
  }

  /** Reads one of the words. */
  public <T> @Nullable T choice(Map<String, T> words) {
    String text = isText() ? ((YamlNode.Scalar) node).value() : null;
    T chosen = text == null ? null : words.get(text);
    if (chosen == null) {
      String hint = text == null ? "" : Nearest.hint(text, words.keySet());
      expected(Words.or(words.keySet()) + hint);
    }
    return chosen;
  }

  /** Reads a list. */
  public List<YamlValue> items() {
    List<YamlValue> items = new ArrayList<>();
    if (node instanceof YamlNode.Sequence sequence) {
      for (YamlNode item : sequence.items()) {
        items.add(new YamlValue(item, name + "[" + items.size() + "]", problems));
      }
    } else {
      expected("a list");
    }
    return items;
  }

  /** Reads a list of texts that are not empty. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (YamlValue item : items()) {
      String text = item.text();
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** Reads a mapping with a closed set of keys; others are mistakes. */
  public Optional<YamlKeys> keys(Collection<String> known) {
    Optional<YamlKeys> keys = anyKeys();
    keys.ifPresent(found -> found.refuse(key -> !known.contains(key), known));
    return keys;
  }

  /** Reads a mapping with any keys. */
  public Optional<YamlKeys> anyKeys() {
    if (node instanceof YamlNode.Mapping mapping) {
      return Optional.of(new YamlKeys(mapping, problems));
    }
    expected("a mapping");
    return Optional.empty();
  }

  /** Says in words what stands here. */
  public String found() {
    if (node instanceof YamlNode.Scalar scalar) {
      return switch (scalar.type()) {
        case NULL -> "empty";
        case NUMBER -> "the number " + scalar.value();
        case BOOLEAN -> scalar.value();
        case TEXT, BROKEN -> "the text \"" + shortened(scalar.value()) + "\"";
      };
    }
    return isList() ? "a list" : "a mapping";
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\R", " ");
    return line.codePointCount(0, line.length()) <= SHOWN
        ? line
        : line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "…";
  }
}
