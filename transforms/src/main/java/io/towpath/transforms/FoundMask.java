package io.towpath.transforms;

import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.core.Violation;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes what was found fit to be kept: at most 200 characters, those of classified or masked
 * columns replaced, control and direction characters written as escapes. The last thing before a
 * reject is stored.
 */
public final class FoundMask {
  /** The most characters that are kept. */
  public static final int MAX_CHARACTERS = 200;

  private final Set<String> shown;

  private FoundMask(Set<String> shown) {
    this.shown = shown;
  }

  /**
   * Masks by the contract's classifications and masks. A column that the contract does not have is
   * masked too: a step may make something classified of it.
   */
  public static FoundMask of(Contract contract) {
    Set<String> shown = new HashSet<>();
    contract.fields().forEach(field -> collect(field, field.name(), false, shown));
    return new FoundMask(shown);
  }

  /**
   * What stands inside something classified is classified, and a column with anything to hide
   * inside is hidden as a whole, since its text shows its children.
   */
  private static boolean collect(Field field, String path, boolean inherited, Set<String> shown) {
    boolean own = inherited || field.classification() != null || field.mask() != null;
    boolean hide = own;
    for (Field child : field.children()) {
      hide |= collect(child, path + "." + child.name(), own, shown);
    }
    if (!hide) {
      shown.add(path);
    }
    return hide;
  }

  /** What may be kept of {@link Violation#found()}. */
  public @Nullable String found(Violation violation) {
    String found = violation.found();
    if (found == null) {
      return null;
    }
    boolean hide = violation.column() != null && !shown.contains(violation.column());
    StringBuilder kept = new StringBuilder();
    int characters = 0;
    int at = 0;
    while (at < found.length() && characters < MAX_CHARACTERS) {
      int character = found.codePointAt(at);
      at += Character.charCount(character);
      String text = hide ? String.valueOf(shape(character)) : visible(character);
      characters += text.codePointCount(0, text.length());
      if (characters <= MAX_CHARACTERS) {
        kept.append(text);
      }
    }
    return kept.toString();
  }

  /** Letters become x and digits 9; the form is what helps to find the mistake. */
  private static char shape(int character) {
    if (Character.isDigit(character)) {
      return '9';
    }
    boolean mark = character > ' ' && character < 127 && !Character.isLetter(character);
    return character == ' ' || mark ? (char) character : 'x';
  }

  /** A text with its control and direction characters as escapes, fit for a terminal. */
  public static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints().forEach(character -> visible.append(visible(character)));
    return visible.toString();
  }

  private static String visible(int character) {
    boolean unseen =
        switch (Character.getType(character)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
    return unseen ? String.format("\\u%04x", character) : Character.toString(character);
  }
}
