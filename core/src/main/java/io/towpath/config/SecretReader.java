package io.towpath.config;

import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads references to secrets. Its messages never repeat what they found: it may be one. */
final class SecretReader {
  private static final List<String> SCHEMES =
      Arrays.stream(Secret.Store.values())
          .filter(store -> store != Secret.Store.LITERAL)
          .map(Secret.Store::scheme)
          .toList();
  private static final Pattern PASSWORD_IN_URL =
      Pattern.compile("//[^/@]*:[^/@]*@|[?&;](ssl)?password=", Pattern.CASE_INSENSITIVE);

  private SecretReader() {}

  /** A reference under a key; null if it is absent or wrong. */
  static @Nullable Secret reference(YamlKeys keys, String key) {
    return read(keys, key, SecretReader::writtenOut);
  }

  /** A reference or a text under a key; null if it is absent or wrong. */
  static @Nullable Secret referenceOrText(YamlKeys keys, String key) {
    return read(keys, key, SecretReader::literal);
  }

  /** Notes a password within a URL; true if there is one. */
  static boolean refusePassword(YamlValue value, String url) {
    Optional<String> found = password(url);
    found.ifPresent(mistake -> value.problem(value.name() + " " + mistake));
    return found.isPresent();
  }

  /** What is wrong with a URL that holds a password; empty if it holds none. */
  static Optional<String> password(String url) {
    return PASSWORD_IN_URL.matcher(url).find()
        ? Optional.of("holds a password; take it out and write password: \"${env:NAME}\" beside it")
        : Optional.empty();
  }

  private interface Literal {
    @Nullable Secret read(YamlValue value, @Nullable String text);
  }

  private static @Nullable Secret read(YamlKeys keys, String key, Literal literal) {
    Optional<YamlValue> value = keys.findUnlessNull(key);
    if (value.isEmpty()) {
      return null;
    }
    String text = value.get().isText() ? value.get().text() : null;
    if (text == null || !text.startsWith("${")) {
      return literal.read(value.get(), text);
    }
    Secret secret = new Secret(text);
    if (secret.store() == Secret.Store.LITERAL || secret.name().isBlank()) {
      String scheme = text.substring(2).split("[:}]", 2)[0].toLowerCase(Locale.ROOT);
      value
          .get()
          .problem(
              key
                  + " is no reference that can be resolved; expected \"${env:NAME}\" or"
                  + " \"${file:/path}\""
                  + (SCHEMES.contains(scheme) ? "" : Nearest.hint(scheme, SCHEMES)));
    }
    return secret.store() == Secret.Store.FILE ? besideFile(secret, value.get()) : secret;
  }

  /** A path begins at the folder of the file that it is written in. */
  private static Secret besideFile(Secret secret, YamlValue value) {
    return new Secret("${file:" + value.path(secret.name()) + "}");
  }

  private static @Nullable Secret literal(YamlValue value, @Nullable String text) {
    if (text != null) {
      return new Secret(text);
    }
    value.problem(
        value.name()
            + " is no text; expected a name in quotes, or a reference such as \"${env:NAME}\"");
    return null;
  }

  private static @Nullable Secret writtenOut(YamlValue value, @Nullable String text) {
    value.problem(
        value.name()
            + " is written out; expected a reference: \"${env:NAME}\" or \"${file:/path}\"");
    return null;
  }
}
