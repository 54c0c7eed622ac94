package io.towpath.pipelines.select;

import io.towpath.config.Feed;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The order that feeds ask for by {@code schedule: {after: …}}. */
public final class Order {
  private final Map<String, Feed> feeds;
  private final Set<String> clear = new HashSet<>();

  private Order(Map<String, Feed> feeds) {
    this.feeds = feeds;
  }

  /**
   * Makes sure that each feed can have its turn.
   *
   * @throws TowpathException if feeds wait for each other
   */
  public static void refuseCircles(Collection<Feed> feeds) {
    Order order =
        new Order(feeds.stream().collect(Collectors.toMap(Feed::name, Function.identity())));
    feeds.forEach(feed -> order.follow(feed, new ArrayList<>()));
  }

  private void follow(Feed feed, List<String> path) {
    if (path.contains(feed.name())) {
      path.add(feed.name());
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          feed.file()
              + ": feeds wait for each other: "
              + String.join(" after ", path.subList(path.indexOf(feed.name()), path.size()))
              + "; expected one of them without the other in schedule.after");
    }
    if (clear.contains(feed.name())) {
      return;
    }
    path.add(feed.name());
    for (String before : feed.schedule().after()) {
      if (feeds.containsKey(before)) {
        follow(feeds.get(before), path);
      }
    }
    path.remove(path.size() - 1);
    clear.add(feed.name());
  }
}
