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

/** Reads the warehouse. Its messages never repeat what they found: it may be a secret. */
final class WarehouseReader {
  private static final String EXPECTED =
      "embedded, or {url: \"jdbc:postgresql://host:5432/database\", user: …, password: \"${env:…}\"}";
  private static final Pattern URL = Pattern.compile("jdbc:postgresql:(//)?[^\\s]+");
  private static final Pattern PASSWORD_IN_URL =
      Pattern.compile("//[^/@]*:[^/@]*@|[?&](ssl)?password=", Pattern.CASE_INSENSITIVE);
  private static final List<String> SCHEMES =
      Arrays.stream(Secret.Store.values())
          .filter(store -> store != Secret.Store.LITERAL)
          .map(Secret.Store::scheme)
          .toList();

  Project.@Nullable Warehouse read(YamlValue value) {
    if (value.isText()) {
      return text(value);
    }
    if (!value.isMapping()) {
      value.expected(EXPECTED);
      return null;
    }
    return value
        .keys(List.of("url", "user", "password"))
        .map(
            keys ->
                new Project.Warehouse.Jdbc(
                    keys.require("url", "jdbc:postgresql://host:5432/database")
                        .map(WarehouseReader::url)
                        .orElse(""),
                    secret(keys, "user", true),
                    secret(keys, "password", false)))
        .orElse(null);
  }

  private static Project.@Nullable Warehouse text(YamlValue value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    if (text.equals("embedded")) {
      return new Project.Warehouse.Embedded();
    }
    if (text.contains(":")) {
      return new Project.Warehouse.Jdbc(url(value), null, null);
    }
    value.expected(EXPECTED + Nearest.hint(text, List.of("embedded")));
    return null;
  }

  private static String url(YamlValue value) {
    String url = value.text();
    if (url == null) {
      return "";
    }
    if (!URL.matcher(url).matches()) {
      value.problem(
          value.name() + " is no JDBC URL; expected jdbc:postgresql://host:5432/database");
    } else if (PASSWORD_IN_URL.matcher(url).find()) {
      value.problem(
          value.name()
              + " holds a password; take it out and write password: \"${env:NAME}\" beside it");
    }
    return url;
  }

  private static @Nullable Secret secret(YamlKeys keys, String key, boolean literalAllowed) {
    Optional<YamlValue> value = keys.findUnlessNull(key);
    if (value.isEmpty()) {
      return null;
    }
    String text = value.get().isText() ? value.get().text() : null;
    if (text == null || !text.startsWith("${")) {
      if (text != null && literalAllowed) {
        return new Secret(text);
      }
      value
          .get()
          .problem(
              literalAllowed
                  ? key
                      + " is no text; expected a name in quotes, or a reference such as \"${env:NAME}\""
                  : key
                      + " is written out; expected a reference: \"${env:NAME}\" or \"${file:/path}\"");
      return null;
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
    return secret;
  }
}
