package io.towpath.pipelines.draft;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Names;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.pipelines.FeedPlan;
import io.towpath.pipelines.Preview;
import io.towpath.pipelines.Sample;
import io.towpath.pipelines.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a source holds, by drafts of its feed that are read as any feed is: of several
 * ways to declare it that which shows most columns, then the texts in these.
 */
final class SourceSample {
  private static final int RECORDS = 1000;
  private static final Map<String, Optional<ColumnType>> UNKNOWN =
      Map.of("unknown", Optional.empty());

  private final Session session;
  private final String name;
  private final DraftSource source;

  SourceSample(Session session, String name, DraftSource source) {
    this.session = session;
    this.name = name;
    this.source = source;
  }

  /** The texts of a feed and a contract that fit what was found. */
  DraftTexts read() {
    String best = null;
    Map<String, Optional<ColumnType>> columns = Map.of();
    TowpathException failure = null;
    for (String candidate : source.candidates(session.project().root())) {
      try {
        Map<String, Optional<ColumnType>> found = columns(candidate);
        if (found.size() > columns.size()) {
          best = candidate;
          columns = found;
        }
      } catch (TowpathException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (best == null) {
      throw failure != null ? failure : nothing();
    }
    Map<String, List<@Nullable String>> texts = texts(best, columns);
    if (feed(best, UNKNOWN).layout().format() == Feed.Format.CSV) {
      Optional<String> nullText = ColumnGuess.nullText(List.copyOf(texts.values()));
      if (nullText.isPresent()) {
        best = DraftSource.withNullText(best, nullText.get());
        texts = texts(best, columns);
      }
    }
    return new DraftTexts(name, schema(), source, best, guesses(texts, columns), unfit(columns));
  }

  private TowpathException nothing() {
    return new TowpathException(
        ExitCode.SOURCE,
        "draft: " + source.from() + " has no records to look at; expected one at least");
  }

  private String schema() {
    return session.project().name().replaceAll("[^A-Za-z0-9]", "_").replaceFirst("^(?=\\d)", "_");
  }

  /** The columns of the first chunk, none if there is none. */
  private Map<String, Optional<ColumnType>> columns(String candidate) {
    Feed feed = feed(candidate, UNKNOWN);
    Map<String, Optional<ColumnType>> columns = new LinkedHashMap<>();
    Sample.read(
        session,
        feed,
        RECORDS,
        (part, chunk) -> {
          if (chunk.damage() == null) {
            columns.putAll(SourceColumns.of(feed.layout(), chunk));
          }
          return columns.isEmpty();
        });
    return columns;
  }

  private static List<String> unfit(Map<String, Optional<ColumnType>> columns) {
    return columns.keySet().stream().filter(column -> !Names.fitsColumn(column)).toList();
  }

  /** What the sample holds in each column that a table could have. */
  private Map<String, List<@Nullable String>> texts(
      String candidate, Map<String, Optional<ColumnType>> columns) {
    Map<String, Optional<ColumnType>> fit = new LinkedHashMap<>(columns);
    fit.keySet().removeIf(column -> !Names.fitsColumn(column));
    if (fit.isEmpty()) {
      throw new TowpathException(
          ExitCode.SOURCE,
          "draft: no column of "
              + source.from()
              + " has a name that a table could have: "
              + String.join(", ", columns.keySet())
              + "; expected letters, digits and _, as in a header");
    }
    Preview preview = Preview.of(session, FeedPlan.of(feed(candidate, fit)), RECORDS);
    Map<String, List<@Nullable String>> texts = new LinkedHashMap<>();
    int at = 0;
    for (String column : fit.keySet()) {
      List<@Nullable String> values = new ArrayList<>();
      for (Preview.Row row : preview.rows()) {
        values.add(row.cells().get(at));
      }
      texts.put(column, values);
      at++;
    }
    return texts;
  }

  private static List<ColumnGuess> guesses(
      Map<String, List<@Nullable String>> texts, Map<String, Optional<ColumnType>> columns) {
    List<ColumnGuess> guesses = new ArrayList<>();
    texts.forEach(
        (column, values) ->
            guesses.add(
                ColumnGuess.of(
                    column, columns.getOrDefault(column, Optional.empty()).orElse(null), values)));
    return guesses;
  }

  /** A feed whose columns are texts, but those whose types the source names. */
  private Feed feed(String candidate, Map<String, Optional<ColumnType>> columns) {
    List<ColumnGuess> texts =
        columns.entrySet().stream()
            .map(
                column ->
                    new ColumnGuess(
                        column.getKey(),
                        column.getValue().orElse(ColumnType.of(Kind.TEXT)),
                        0,
                        0,
                        0))
            .toList();
    DraftTexts draft = new DraftTexts(name, schema(), source, candidate, texts, List.of());
    return DraftProject.feed(name, draft.feed(), draft.contract());
  }
}
