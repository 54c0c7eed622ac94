package io.towpath.config;

import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;

/** Reads addresses of servers. */
final class AddressReader {

  private AddressReader() {}

  /** The address under the key {@code url}; an empty one, with a problem, if there is none. */
  static Address require(YamlKeys keys, Address.Kind kind, String expected) {
    YamlValue value = keys.require("url", expected).orElse(null);
    String text = value == null ? null : value.text();
    if (text == null) {
      return new Address(new Secret(""), kind);
    }
    if (text.startsWith("${")) {
      Secret reference = SecretReader.referenceOrText(keys, "url");
      boolean known = reference != null && reference.store() != Secret.Store.LITERAL;
      return new Address(known ? reference : new Secret(""), kind);
    }
    kind.report(value, text);
    return new Address(new Secret(text), kind);
  }
}
