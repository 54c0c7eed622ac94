package io.towpath.config;

import io.towpath.config.JdbcDeclaration.Sweep;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Field;
import io.towpath.yaml.YamlKeys;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads whether a database's keys are compared with the table's, and whether they can be. */
public final class SweepReader {
  private static final int MAX_DELETES = 5;
  private static final int ALL = 100;
  private static final Map<String, Boolean> WORDS = Map.of("sweep", true);

  /** What a database and PostgreSQL write alike, so that one can be looked for in the other. */
  private static final Set<Kind> COMPARABLE =
      EnumSet.of(
          Kind.SMALLINT,
          Kind.INTEGER,
          Kind.BIGINT,
          Kind.NUMERIC,
          Kind.TEXT,
          Kind.VARCHAR,
          Kind.UUID,
          Kind.DATE);

  private SweepReader() {}

  static @Nullable Sweep read(YamlKeys keys) {
    boolean sweep = keys.findUnlessNull("deletes").map(value -> value.choice(WORDS)).isPresent();
    if (!keys.has("deletes") && keys.has("maxDeletes")) {
      keys.problemAt("maxDeletes", "maxDeletes limits deletes: sweep, which is not there");
    }
    int most = JdbcReader.number(keys, "maxDeletes", MAX_DELETES, ALL);
    return sweep ? new Sweep(most) : null;
  }

  /** Notes what keeps the keys of source and table from being compared. */
  static void check(YamlKeys keys, Feed feed) {
    if (!feed.load().mode().merges()) {
      keys.problemAt("load", "deletes: sweep deletes by key; expected mode: upsert or soft-delete");
    }
    for (String obstacle : obstacles(feed)) {
      keys.problemAt(
          "source", "deletes: sweep compares keys as they are in the source, and " + obstacle);
    }
  }

  /** What keeps the keys of a feed's source from being compared with those of its table. */
  public static List<String> obstacles(Feed feed) {
    List<String> obstacles = new ArrayList<>();
    for (String key : feed.contract().mergeKey()) {
      String why =
          isDerived(key, feed.steps()) ? " is derived, or may be, by a step" : why(feed, key);
      if (why != null) {
        obstacles.add(
            key
                + why
                + "; expected a column of the source that is a whole number, numeric, text, uuid or"
                + " date, neither masked nor trimmed");
      }
    }
    return obstacles;
  }

  private static @Nullable String why(Feed feed, String key) {
    Field field = feed.contract().field(key).orElseThrow();
    if (!COMPARABLE.contains(field.type().kind())) {
      return " is a " + DecodeReader.word(field.type().kind());
    }
    if (field.mask() != null) {
      return " is masked";
    }
    boolean text = field.type().kind() == Kind.TEXT || field.type().kind() == Kind.VARCHAR;
    return text && feed.decode().trim() ? " is trimmed" : null;
  }

  private static boolean isDerived(String key, List<Feed.StepDeclaration> steps) {
    return steps.stream()
        .anyMatch(
            step ->
                step instanceof Feed.StepDeclaration.Use
                    || (step instanceof Feed.StepDeclaration.Derive derive
                        && derive.columns().containsKey(key))
                    || (step instanceof Feed.StepDeclaration.Explode explode
                        && explode.into().containsKey(key)));
  }
}
