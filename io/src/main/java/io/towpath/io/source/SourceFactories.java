package io.towpath.io.source;

import io.towpath.config.Feed;
import io.towpath.config.PluginDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.Problem;
import io.towpath.core.TowpathException;
import io.towpath.yaml.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the factories on the class path. */
public final class SourceFactories {
  private SourceFactories() {}

  /** What is wrong with a feed's use of a source of the user's own; none if it uses another. */
  public static List<Problem> problems(Feed feed) {
    if (!(feed.source() instanceof PluginDeclaration plugin)) {
      return List.of();
    }
    Optional<SourceFactory> factory = find(plugin);
    List<String> mistakes =
        factory
            .map(found -> found.mistakes(settings(feed, plugin)))
            .orElseGet(() -> List.of(unknown(plugin)));
    return mistakes.stream()
        .map(mistake -> new Problem(feed.file(), plugin.line(), 1, mistake))
        .toList();
  }

  /** The source of a feed. */
  public static Source open(Feed feed, PluginDeclaration plugin) {
    return find(plugin)
        .orElseThrow(() -> new TowpathException(ExitCode.CONFIGURATION, unknown(plugin)))
        .open(settings(feed, plugin));
  }

  private static SourceSettings settings(Feed feed, PluginDeclaration plugin) {
    return new SourceSettings(feed.name(), plugin.with());
  }

  private static Optional<SourceFactory> find(PluginDeclaration plugin) {
    return ServiceLoader.load(SourceFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.name().equals(plugin.use()))
        .findFirst();
  }

  private static String unknown(PluginDeclaration plugin) {
    List<String> names =
        ServiceLoader.load(SourceFactory.class).stream()
            .map(provider -> provider.get().name())
            .sorted()
            .toList();
    return "source.use names "
        + plugin.use()
        + ", which no jar on the class path has; expected "
        + (names.isEmpty() ? "a jar in TOWPATH_JARS that does" : String.join(", ", names))
        + Nearest.hint(plugin.use(), names);
  }
}
