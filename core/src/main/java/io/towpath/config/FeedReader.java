package io.towpath.config;

import io.towpath.contract.Contract;
import io.towpath.contract.Contracts;
import io.towpath.yaml.Problems;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one feed and the contract that it names. */
final class FeedReader {
  private static final List<String> KEYS =
      List.of(
          "contract",
          "source",
          "decode",
          "steps",
          "load",
          "tags",
          "drift",
          "late",
          "table",
          "schedule");

  private final Path root;
  private final Path file;
  private final String shownAs;
  private final Problems problems;

  FeedReader(Path root, Path file, String shownAs, Problems problems) {
    this.root = root;
    this.file = file;
    this.shownAs = shownAs;
    this.problems = problems;
  }

  /** Empty, with problems, if anything is wrong. */
  Optional<Feed> read(YamlValue value, String name) {
    return value.keys(KEYS).flatMap(keys -> feed(keys, name));
  }

  private Optional<Feed> feed(YamlKeys keys, String name) {
    Contract contract =
        keys.require("contract", "the path of a contract, from this file's folder")
            .map(this::contract)
            .orElse(null);
    SourceDeclaration source =
        keys.require("source", "{files: …, format: …}, {jdbc: …} or {rest: …}")
            .flatMap(SourceReader::read)
            .orElse(null);
    Feed.Decode decode = new DecodeReader(source).read(keys.findUnlessNull("decode"));
    List<Feed.StepDeclaration> steps = new StepsReader(contract).read(keys.findUnlessNull("steps"));
    Feed.Load load =
        keys.require(
                "load", "{mode: append}, {mode: upsert}, {mode: replace} or {mode: soft-delete}")
            .flatMap(value -> new LoadReader(contract).read(value))
            .orElse(null);
    Feed.Schedule schedule = ScheduleReader.read(keys.findUnlessNull("schedule"));
    List<String> tags = keys.texts("tags");
    LaterKeys.check(keys);
    if (source instanceof JdbcDeclaration jdbc && load != null) {
      JdbcCursorReader.check(keys, jdbc, load);
    }
    if (source instanceof RestDeclaration rest && load != null) {
      RestReader.check(keys, rest, load);
    }
    if (contract == null || source == null || load == null) {
      return Optional.empty();
    }
    Feed feed =
        new Feed(name, shownAs, contract, source, decode, steps, load, schedule, List.copyOf(tags));
    if (feed.sweeps()) {
      SweepReader.check(keys, feed);
    }
    if (load.mode() == Feed.Mode.SOFT_DELETE && !feed.deletes() && !problems.has(shownAs)) {
      keys.problemAt(
          "load",
          "mode soft-delete marks rows that are deleted, but nothing says which these are;"
              + " expected deleteWhen, or deletes: sweep in source.jdbc, or mode upsert");
    }
    return problems.has(shownAs) ? Optional.empty() : Optional.of(feed);
  }

  private @Nullable Contract contract(YamlValue value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    Path path = file.resolveSibling(text).normalize();
    String shown = path.startsWith(root) ? root.relativize(path).toString() : path.toString();
    if (!path.toFile().isFile()) {
      value.problem("there is no contract at " + shown + "; paths start at this file's folder");
      return null;
    }
    return Contracts.read(path, shown, problems).orElse(null);
  }
}
