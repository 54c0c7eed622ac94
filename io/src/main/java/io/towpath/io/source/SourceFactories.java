package io.towpath.io.source;

import io.towpath.config.Feed;
import io.towpath.config.PluginDeclaration;
import io.towpath.config.Plugins;
import io.towpath.config.Settings;
import io.towpath.core.ExitCode;
import io.towpath.core.Problem;
import io.towpath.core.TowpathException;
import java.util.List;
import java.util.Optional;

/** Finds the factories on the class path. */
public final class SourceFactories {
  private static final Plugins<SourceFactory> FACTORIES =
      new Plugins<>(SourceFactory.class, SourceFactory::name);

  private SourceFactories() {}

  /** What is wrong with a feed's use of a source of the user's own; none if it uses another. */
  public static List<Problem> problems(Feed feed) {
    if (!(feed.source() instanceof PluginDeclaration plugin)) {
      return List.of();
    }
    Optional<SourceFactory> factory = FACTORIES.find(plugin.use());
    List<String> mistakes =
        factory
            .map(found -> found.mistakes(settings(feed, plugin)))
            .orElseGet(() -> List.of(FACTORIES.unknown("source.use", plugin.use())));
    return mistakes.stream()
        .map(mistake -> new Problem(feed.file(), plugin.line(), 1, mistake))
        .toList();
  }

  /** The source of a feed. */
  public static Source open(Feed feed, PluginDeclaration plugin) {
    return FACTORIES
        .find(plugin.use())
        .orElseThrow(
            () ->
                new TowpathException(
                    ExitCode.CONFIGURATION, FACTORIES.unknown("source.use", plugin.use())))
        .open(settings(feed, plugin));
  }

  private static Settings settings(Feed feed, PluginDeclaration plugin) {
    return new Settings(feed.name(), plugin.with());
  }
}
