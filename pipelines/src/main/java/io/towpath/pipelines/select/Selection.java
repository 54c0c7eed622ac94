package io.towpath.pipelines.select;

import io.towpath.config.Feed;
import io.towpath.config.FilesDeclaration;
import io.towpath.config.JdbcDeclaration;
import io.towpath.config.PluginDeclaration;
import io.towpath.config.RestDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.Words;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Chooses feeds by words: {@code all}, {@code all-due}, {@code feed:NAME}, {@code tag:NAME}, or
 * {@code source:NAME}, where a source goes by its kind (files, jdbc, rest, or the name of a source
 * of one's own) and by the budget that an API's feeds share. A feed that any word means is chosen.
 */
public final class Selection {
  private static final List<String> WORDS = List.of("all", "all-due");
  private static final List<String> KINDS = List.of("feed", "tag", "source");

  private Selection() {}

  /**
   * The feeds that are meant, in the order of their names.
   *
   * @param due whether a feed is due, asked for {@code all-due} only
   * @throws TowpathException if a word means nothing in this project
   */
  public static List<Feed> choose(Collection<Feed> feeds, List<String> words, Predicate<Feed> due) {
    Predicate<Feed> chosen = feed -> false;
    for (String word : words) {
      chosen = chosen.or(predicate(feeds, word, due));
    }
    return feeds.stream().filter(chosen).toList();
  }

  private static Predicate<Feed> predicate(
      Collection<Feed> feeds, String word, Predicate<Feed> due) {
    if (word.equals("all")) {
      return feed -> true;
    }
    if (word.equals("all-due")) {
      return due;
    }
    String[] parts = word.split(":", 2);
    if (parts.length < 2 || !KINDS.contains(parts[0])) {
      throw unknown(
          word,
          "all, all-due, feed:NAME, tag:NAME or source:NAME"
              + Nearest.hint(parts[0], parts.length < 2 ? WORDS : KINDS));
    }
    Set<String> known =
        feeds.stream()
            .flatMap(feed -> names(feed, parts[0]).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    if (!known.contains(parts[1])) {
      throw unknown(
          word,
          known.isEmpty()
              ? "a " + parts[0] + ", but no feed of this project has one"
              : parts[0] + ":" + Words.or(known) + Nearest.hint(parts[1], known));
    }
    return feed -> names(feed, parts[0]).contains(parts[1]);
  }

  private static TowpathException unknown(String word, String expected) {
    return new TowpathException(
        ExitCode.CONFIGURATION, "--select '" + word + "' means nothing: expected " + expected);
  }

  private static List<String> names(Feed feed, String kind) {
    return switch (kind) {
      case "feed" -> List.of(feed.name());
      case "tag" -> feed.tags();
      default -> sources(feed);
    };
  }

  private static List<String> sources(Feed feed) {
    if (feed.source() instanceof RestDeclaration api) {
      String budget = api.courtesy().budget();
      return budget == null ? List.of("rest") : List.of("rest", budget);
    }
    if (feed.source() instanceof JdbcDeclaration) {
      return List.of("jdbc");
    }
    if (feed.source() instanceof PluginDeclaration plugin) {
      return List.of(plugin.use());
    }
    return feed.source() instanceof FilesDeclaration ? List.of("files") : List.of();
  }
}
