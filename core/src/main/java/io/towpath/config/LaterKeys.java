package io.towpath.config;

import io.towpath.yaml.YamlKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the keys of a feed that are part of its format and are not acted on yet. */
final class LaterKeys {
  private static final Map<String, String> DRIFT =
      words("evolve", "freeze", "discard_row", "discard_value");
  private static final Map<String, String> LATE = words("accept", "reject");

  private LaterKeys() {}

  static void check(YamlKeys feed) {
    feed.findUnlessNull("drift")
        .flatMap(value -> value.keys(List.of("columns", "types")))
        .ifPresent(LaterKeys::drift);
    feed.findUnlessNull("late")
        .flatMap(value -> value.keys(List.of("after", "then")))
        .ifPresent(LaterKeys::late);
    feed.findUnlessNull("table")
        .flatMap(value -> value.keys(List.of("premake", "archive")))
        .ifPresent(LaterKeys::table);
  }

  private static void drift(YamlKeys keys) {
    keys.find("columns").ifPresent(value -> value.choice(DRIFT));
    keys.find("types").ifPresent(value -> value.choice(DRIFT));
  }

  private static void late(YamlKeys keys) {
    keys.require("after", "a duration such as P7D").ifPresent(Quantities::duration);
    keys.find("then").ifPresent(value -> value.choice(LATE));
  }

  private static void table(YamlKeys keys) {
    keys.find("premake").ifPresent(value -> value.wholeNumber(0));
    keys.flag("archive", false);
  }

  private static Map<String, String> words(String... words) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String word : words) {
      map.put(word, word);
    }
    return map;
  }
}
