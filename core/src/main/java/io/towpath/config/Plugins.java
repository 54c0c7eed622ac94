package io.towpath.config;

import io.towpath.yaml.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Finds what jars of the user's own offer, by the names that feeds call it.
 *
 * @param kind service that is looked for
 * @param name what an implementation is called
 */
public record Plugins<T>(Class<T> kind, Function<T, String> name) {

  /** The one of a name. */
  public Optional<T> find(String wanted) {
    return ServiceLoader.load(kind).stream()
        .map(ServiceLoader.Provider::get)
        .filter(found -> name.apply(found).equals(wanted))
        .findFirst();
  }

  /** Says that there is none of a name, and which there are. */
  public String unknown(String key, String wanted) {
    List<String> names =
        ServiceLoader.load(kind).stream()
            .map(provider -> name.apply(provider.get()))
            .sorted()
            .toList();
    return key
        + " names "
        + wanted
        + ", which no jar on the class path has; expected "
        + (names.isEmpty() ? "a jar in TOWPATH_JARS that does" : String.join(", ", names))
        + Nearest.hint(wanted, names);
  }
}
