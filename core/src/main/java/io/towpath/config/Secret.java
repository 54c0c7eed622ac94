package io.towpath.config;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A reference to a secret, such as {@code ${env:DW_PASSWORD}} or {@code ${file:/run/secrets/dw}}.
 * It is resolved where it is used, and only the reference is ever printed. Text that is no
 * reference stands for itself.
 */
public record Secret(String reference) implements Serializable {

  /** Where secrets come from; the constant's text is the scheme in a reference. */
  public enum Store {
    ENV("env"),
    FILE("file"),
    /** No reference: the text itself. */
    LITERAL("");

    private final String scheme;

    Store(String scheme) {
      this.scheme = scheme;
    }

    /** The word before the colon. */
    public String scheme() {
      return scheme;
    }
  }

  /** Where the value comes from. */
  public Store store() {
    for (Store store : Store.values()) {
      if (store != Store.LITERAL
          && reference.startsWith("${" + store.scheme + ":")
          && reference.endsWith("}")) {
        return store;
      }
    }
    return Store.LITERAL;
  }

  /** The name within the store: a variable or a path; the text itself of a literal. */
  public String name() {
    Store store = store();
    return store == Store.LITERAL
        ? reference
        : reference.substring(store.scheme.length() + 3, reference.length() - 1);
  }

  /**
   * Fetches the value.
   *
   * @throws TowpathException if the variable or the file is not there
   */
  public String resolve() {
    return switch (store()) {
      case LITERAL -> reference;
      case ENV -> fromEnvironment();
      case FILE -> fromFile();
    };
  }

  private String fromEnvironment() {
    String value = System.getenv(name());
    if (value == null) {
      throw unresolved("the environment variable " + name() + " is not set; set it and run again");
    }
    return value;
  }

  /** The last line break is not part of the secret: editors and {@code echo} add it. */
  private String fromFile() {
    try {
      return Files.readString(Path.of(name())).replaceFirst("\\R\\z", "");
    } catch (IOException e) {
      throw unresolved(
          "the file " + name() + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private TowpathException unresolved(String why) {
    return new TowpathException(ExitCode.CONFIGURATION, "secret " + reference + ": " + why);
  }

  @Override
  public String toString() {
    return reference;
  }
}
