package io.towpath.pipelines.draft;

import io.towpath.config.Feed;
import io.towpath.config.Projects;
import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Names;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.pipelines.FeedPlan;
import io.towpath.pipelines.Preview;
import io.towpath.pipelines.Sample;
import io.towpath.pipelines.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a feed and a contract by a sample of a source: guesses, with what they rest on, that are
 * meant to be read. What it writes is valid, and nothing that is there is overwritten.
 */
public final class Draft {
  private static final int RECORDS = 1000;
  private static final Map<String, Optional<ColumnType>> UNKNOWN =
      Map.of("unknown", Optional.empty());

  private final Session session;
  private final String name;
  private final DraftSource source;

  private Draft(Session session, String name, DraftSource source) {
    this.session = session;
    this.name = name;
    this.source = source;
  }

  /**
   * Writes both files.
   *
   * @param name of the feed
   * @return what was written
   */
  public static List<Path> write(Session session, String name, DraftSource source) {
    return new Draft(session, name, source).write();
  }

  private List<Path> write() {
    Path root = session.project().root();
    List<Path> files =
        List.of(
            root.resolve("feeds/" + name + ".yaml"),
            root.resolve("contracts/" + name + ".odcs.yaml"));
    for (Path file : files) {
      if (Files.exists(file)) {
        throw new TowpathException(
            ExitCode.CONFIGURATION,
            file + " exists already: choose another name, nothing was written");
      }
    }
    DraftTexts texts = texts(root);
    FeedPlan.check(feed(texts.feed(), texts.contract()));
    create(files.get(0), texts.feed());
    create(files.get(1), texts.contract());
    return files;
  }

  private DraftTexts texts(Path root) {
    String best = null;
    Map<String, Optional<ColumnType>> columns = Map.of();
    TowpathException failure = null;
    for (String candidate : source.candidates(root)) {
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
    return feed(draft.feed(), draft.contract());
  }

  /** Reads the texts as a project of their own. */
  private Feed feed(String feed, String contract) {
    try {
      Path folder = Files.createTempDirectory("towpath-draft");
      List<Path> files =
          List.of(
              folder.resolve("feeds").resolve(name + ".yaml"),
              folder.resolve("contracts").resolve(name + ".odcs.yaml"),
              folder.resolve("towpath.yaml"));
      try {
        create(files.get(0), feed);
        create(files.get(1), contract);
        create(files.get(2), "project: draft\nraw: raw\nwarehouse: embedded\n");
        return Session.feed(Projects.read(folder, Optional.empty()), name);
      } finally {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder.resolve("feeds"));
        Files.deleteIfExists(folder.resolve("contracts"));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void create(Path file, String text) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          file + " cannot be written: " + e + "; choose a folder that you may write to",
          e);
    }
  }
}
