package io.towpath.yaml;

import java.util.List;

/** A piece of a YAML document, with its place. */
sealed interface YamlNode {

  /** Where it begins. */
  Place place();

  /** How many nodes it has, aliases written out. */
  long size();

  /** What a scalar says to every YAML reader. */
  enum Type {
    TEXT,
    NUMBER,
    BOOLEAN,
    NULL,
    /** Reported as a mistake already; readers of it stay silent. */
    BROKEN
  }

  /** A single value. */
  record Scalar(Place place, String value, Type type) implements YamlNode {
    @Override
    public long size() {
      return 1;
    }
  }

  /** A list. */
  record Sequence(Place place, List<YamlNode> items, long size) implements YamlNode {}

  /** A mapping without duplicate keys. */
  record Mapping(Place place, List<Entry> entries, long size) implements YamlNode {}

  /** One key of a mapping and its value. */
  record Entry(Place place, String key, YamlNode value) {}
}
