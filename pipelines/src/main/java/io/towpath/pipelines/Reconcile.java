package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.config.SweepReader;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.jdbc.KeyedSource;
import io.towpath.io.postgres.Batches;
import io.towpath.io.postgres.Runs;
import io.towpath.io.postgres.stage.KeyComparison;
import io.towpath.io.source.Source;
import java.util.ArrayList;
import java.util.List;

/** Compares the keys of a feed's table with those that its source has now. */
public final class Reconcile {

  private Reconcile() {}

  /** Which side has a key that the other lacks. */
  public enum Side {
    TABLE,
    SOURCE
  }

  /** A key that only one side has; its values as texts. */
  public record Difference(Side only, List<String> key) {}

  /**
   * What was found.
   *
   * @param rows of the table
   * @param extra keys that only the table has
   * @param missing keys of rows that were landed, and that only the source has
   * @param waiting batches that are landed and not published
   * @param examples some of the keys
   */
  public record Result(
      long rows, long extra, long missing, int waiting, List<Difference> examples) {

    /** Whether both have the same keys. */
    public boolean isEqual() {
      return extra == 0 && missing == 0;
    }
  }

  /**
   * Compares.
   *
   * @param most examples of each side
   */
  public static Result run(Session session, Feed feed, int most) {
    try (Source source = session.source(feed)) {
      KeyedSource keyed = keyed(source, feed);
      String cursor = Land.cursor(session, feed);
      try (KeyComparison comparison = KeyComparison.open(session.warehouse(), feed.contract())) {
        if (!comparison.hasTable()) {
          throw new TowpathException(
              ExitCode.WAREHOUSE,
              "feed "
                  + feed.name()
                  + " has no table yet; run it first: towpath run "
                  + feed.name());
        }
        keyed.compare(comparison, feed.contract(), cursor);
        return result(session, feed, comparison, most);
      }
    }
  }

  private static KeyedSource keyed(Source source, Feed feed) {
    List<String> obstacles = SweepReader.obstacles(feed);
    boolean hasKey = !feed.contract().mergeKey().isEmpty();
    if (source instanceof KeyedSource keyed && hasKey && obstacles.isEmpty()) {
      return keyed;
    }
    throw new TowpathException(
        ExitCode.CONFIGURATION,
        "feed "
            + feed.name()
            + " cannot be reconciled: "
            + (obstacles.isEmpty()
                ? "expected a source.jdbc and a contract with a key"
                : String.join("; ", obstacles)));
  }

  private static Result result(Session session, Feed feed, KeyComparison comparison, int most) {
    List<Difference> examples = new ArrayList<>();
    comparison.extraKeys(most).forEach(key -> examples.add(new Difference(Side.TABLE, key)));
    comparison.missingKeys(most).forEach(key -> examples.add(new Difference(Side.SOURCE, key)));
    Batches batches = new Batches(session.warehouse());
    int generation = new Runs(session.warehouse()).generation(feed.name());
    return new Result(
        comparison.rows(),
        comparison.extra(),
        comparison.missing(),
        batches.unpublished(feed.name(), generation).size(),
        List.copyOf(examples));
  }
}
