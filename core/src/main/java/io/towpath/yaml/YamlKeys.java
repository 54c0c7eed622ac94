package io.towpath.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A mapping, read key by key. */
public final class YamlKeys {
  private final YamlNode.Mapping mapping;
  private final Problems problems;
  private final List<String> refused = new ArrayList<>();

  YamlKeys(YamlNode.Mapping mapping, Problems problems) {
    this.mapping = mapping;
    this.problems = problems;
  }

  /** Where the mapping begins. */
  public Place place() {
    return mapping.place();
  }

  /** The keys in order. */
  public List<String> names() {
    return mapping.entries().stream().map(YamlNode.Entry::key).toList();
  }

  /** Where a key stands; the mapping's place if it is not there. */
  public Place placeOf(String key) {
    return entry(key).map(YamlNode.Entry::place).orElse(place());
  }

  /** Notes a mistake where a key stands. */
  public void problemAt(String key, String message) {
    problems.add(placeOf(key), message);
  }

  /** Whether the key is there, with whatever value. */
  public boolean has(String key) {
    return entry(key).isPresent();
  }

  /** The key's value, which may be null in YAML's sense. */
  public Optional<YamlValue> find(String key) {
    return entry(key).map(entry -> new YamlValue(entry.value(), key, problems));
  }

  /** The key's value; null in YAML's sense counts as absent. */
  public Optional<YamlValue> findUnlessNull(String key) {
    return find(key).filter(value -> !value.isNull());
  }

  /** The key's value; notes a mistake if it is absent, unless a key was refused that is near it. */
  public Optional<YamlValue> require(String key, String expected) {
    Optional<YamlValue> value = find(key);
    boolean misspelt =
        refused.stream().anyMatch(found -> Nearest.of(found, List.of(key)).isPresent());
    if (value.isEmpty() && !misspelt) {
      problems.add(place(), key + " is missing; expected " + expected);
    }
    return value;
  }

  /** Text under a key, null if it is absent or wrong. */
  public @Nullable String text(String key) {
    return find(key).map(YamlValue::text).orElse(null);
  }

  /** True or false under a key. */
  public boolean flag(String key, boolean otherwise) {
    return find(key).map(YamlValue::flag).orElse(otherwise);
  }

  /** A number under a key, null if it is absent or wrong. */
  public @Nullable BigDecimal number(String key) {
    return find(key).map(YamlValue::number).orElse(null);
  }

  /** One of the words under a key. */
  public <T> T choice(String key, Map<String, T> words, T otherwise) {
    return find(key).map(value -> value.choice(words)).orElse(otherwise);
  }

  /** A list of mappings or other values under a key, empty if absent or wrong. */
  public List<YamlValue> items(String key) {
    return find(key).map(YamlValue::items).orElse(List.of());
  }

  /** A list of texts under a key, empty if absent or wrong. */
  public List<String> texts(String key) {
    return find(key).map(YamlValue::texts).orElse(List.of());
  }

  /** Notes a mistake at each key that is refused; suggests one of the known. */
  public void refuse(Predicate<String> refusal, Collection<String> known) {
    for (YamlNode.Entry entry : mapping.entries()) {
      if (refusal.test(entry.key())) {
        String hint = Nearest.hint(entry.key(), known);
        refused.add(entry.key());
        problems.add(
            entry.place(),
            "unknown key "
                + entry.key()
                + (hint.isEmpty() ? "; expected " + Words.or(known) : hint));
      }
    }
  }

  private Optional<YamlNode.Entry> entry(String key) {
    return mapping.entries().stream().filter(entry -> entry.key().equals(key)).findFirst();
  }
}
