package io.towpath.config;

import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a source of the user's own; what its settings mean its factory knows. */
final class PluginReader {
  private static final List<String> KEYS = List.of("use", "with");

  private PluginReader() {}

  static Optional<SourceDeclaration> read(YamlValue value) {
    return value.keys(KEYS).map(keys -> declaration(keys, value.place().line()));
  }

  private static SourceDeclaration declaration(YamlKeys keys, int line) {
    return new PluginDeclaration(
        keys.find("use").map(YamlValue::text).orElse(""), with(keys), line);
  }

  /** The settings under {@code with}. */
  static Map<String, String> with(YamlKeys keys) {
    Map<String, String> with = new LinkedHashMap<>();
    keys.findUnlessNull("with")
        .flatMap(YamlValue::anyKeys)
        .ifPresent(
            settings -> {
              for (String name : settings.names()) {
                String text = settings.text(name);
                if (text != null) {
                  with.put(name, text);
                }
              }
            });
    return Collections.unmodifiableMap(with);
  }
}
