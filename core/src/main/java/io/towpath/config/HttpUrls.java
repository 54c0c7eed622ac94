package io.towpath.config;

import io.towpath.yaml.YamlValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows addresses of APIs. */
final class HttpUrls {

  private static final String EXAMPLE = "https://api.example.com/v2";

  private HttpUrls() {}

  /** What is wrong with an address; empty if nothing is. */
  static Optional<String> mistake(String text) {
    return isAddress(text)
        ? surplus(text)
        : SecretReader.password(text)
            .or(() -> Optional.of("is no address; expected one such as " + EXAMPLE));
  }

  /** Notes what is wrong with an address that the user wrote, and says what it is. */
  static boolean report(YamlValue value, String text) {
    if (!isAddress(text) && SecretReader.password(text).isEmpty()) {
      value.expected("an address such as " + EXAMPLE);
      return true;
    }
    Optional<String> mistake = mistake(text);
    mistake.ifPresent(found -> value.problem(value.name() + " " + found));
    return mistake.isPresent();
  }

  private static boolean isAddress(String text) {
    URI uri = uri(text);
    return uri != null
        && uri.getScheme() != null
        && uri.getScheme().matches("https?")
        && uri.getHost() != null;
  }

  /** What stands in an address though it has a place of its own. */
  private static Optional<String> surplus(String text) {
    URI uri = URI.create(text);
    Optional<String> password = SecretReader.password(text);
    if (password.isPresent()) {
      return password;
    }
    if (uri.getUserInfo() != null) {
      return Optional.of("names a user; expected auth: {basic: …} beside it");
    }
    return uri.getRawQuery() == null && uri.getRawFragment() == null
        ? Optional.empty()
        : Optional.of("has a query or fragment; expected query: {…} beside it");
  }

  /** Parses an address or a path; null if it is none. */
  static @Nullable URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
