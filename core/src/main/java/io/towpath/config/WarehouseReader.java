package io.towpath.config;

import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlValue;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the warehouse. Its messages never repeat what they found: it may be a secret. */
final class WarehouseReader {
  private static final String EXPECTED =
      "embedded, or {url: \"jdbc:postgresql://host:5432/database\", user: …, password: \"${env:…}\"}";
  private static final Pattern URL = Pattern.compile("jdbc:postgresql:(//)?[^\\s]+");

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
                    SecretReader.referenceOrText(keys, "user"),
                    SecretReader.reference(keys, "password")))
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
    } else {
      SecretReader.refusePassword(value, url);
    }
    return url;
  }
}
