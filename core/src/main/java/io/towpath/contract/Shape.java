package io.towpath.contract;

import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.List;
import java.util.Map;

/** What the standard demands of a part that is words only to Towpath. */
@FunctionalInterface
interface Shape {

  Shape ANY = value -> {};
  Shape TEXT = YamlValue::textOrEmpty;

  /** A stable id, by which other tools refer to the part. */
  Shape ID =
      value -> {
        String id = value.textOrEmpty();
        if (id != null && !id.matches("[^\\s.#/\\\\@!%&^]+")) {
          value.expected("an id without blanks and without any of . # / \\ @ ! % & ^");
        }
      };

  Shape NUMBER = YamlValue::number;
  Shape FLAG = YamlValue::flag;
  Shape SCALAR =
      value -> {
        if (!value.isNull()) {
          value.scalar();
        }
      };

  /** Notes what is wrong with the value. */
  void check(YamlValue value);

  /** A list of such values. */
  static Shape listOf(Shape item) {
    return value -> value.items().forEach(item::check);
  }

  /** A mapping with these keys and no others. */
  static Shape closed(Map<String, Shape> keys, String... required) {
    List<String> known = keys.keySet().stream().sorted().toList();
    return value ->
        value
            .keys(known)
            .ifPresent(
                found -> {
                  for (String key : required) {
                    found.require(key, "a value");
                  }
                  checkEach(found, keys);
                });
  }

  /** Text, or a value of another shape. */
  static Shape textOr(Shape other) {
    return value -> {
      if (!value.isText()) {
        other.check(value);
      }
    };
  }

  /** Checks the keys that are there; others are somebody else's to judge. */
  static void checkEach(YamlKeys found, Map<String, Shape> shapes) {
    shapes.forEach((key, shape) -> found.find(key).ifPresent(shape::check));
  }
}
