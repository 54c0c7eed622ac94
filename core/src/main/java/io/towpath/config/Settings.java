package io.towpath.config;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a feed says to a source or a step of the user's own.
 *
 * @param feed its name
 * @param values settings as written; secrets are references, and travel as such
 */
public record Settings(String feed, Map<String, String> values) implements Serializable {

  /** A setting, with a reference resolved; resolve it where it is used, and keep it nowhere. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name)).map(text -> new Secret(text).resolve());
  }

  /** A setting that was found to be there when the feed was read. */
  public String get(String name) {
    return find(name).orElseThrow();
  }

  /** One sentence for each setting that is missing, and for each that is unknown. */
  public List<String> mistakes(List<String> required, List<String> optional) {
    return Stream.concat(
            required.stream()
                .filter(name -> !values.containsKey(name))
                .map(name -> name + " is missing; expected it in with"),
            values.keySet().stream()
                .filter(name -> !required.contains(name) && !optional.contains(name))
                .map(
                    name ->
                        "unknown setting "
                            + name
                            + "; expected "
                            + String.join(", ", required)
                            + (optional.isEmpty() ? "" : ", " + String.join(", ", optional))))
        .toList();
  }
}
