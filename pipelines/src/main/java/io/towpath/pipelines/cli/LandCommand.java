package io.towpath.pipelines.cli;

import io.towpath.config.Feed;
import io.towpath.config.Quantities;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.source.Backfill;
import io.towpath.pipelines.Land;
import io.towpath.pipelines.LandResult;
import io.towpath.pipelines.Session;
import io.towpath.pipelines.Sizes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Copies what has arrived into the raw zone. */
@Command(
    name = "land",
    description = "Copy what has arrived into the raw zone, as the next batch.",
    footer = {
      "%nExample: towpath land flights",
      "         towpath land orders --from 2026-01-01 --to 2026-02-01 --window 1d"
    })
final class LandCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "FEED", description = "Name of the feed.")
  private String feed = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Backfill: where to begin, such as 2026-01-31 or 2026-01-31T08:00:00Z.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Backfill: where to end; what was landed before is left out.")
  private @Nullable Instant to;

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      converter = Length.class,
      description = "Backfill: length of the pieces that are asked for at once, such as 1d.")
  private @Nullable Duration window;

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      Feed known = Session.feed(session.project(), feed);
      if (from == null && to == null && window == null) {
        print(Land.run(session.withLedger(), known));
      } else {
        Land.backfill(session.withLedger(), known, backfill(), this::print);
      }
      return Towpath.ok();
    }
  }

  private Backfill backfill() {
    if (from == null || to == null || !from.isBefore(to)) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "land: expected --from and a later --to, such as --from 2026-01-01 --to 2026-02-01");
    }
    return new Backfill(from, to, window);
  }

  private void print(LandResult result) {
    if (towpath.options().form() == RowPrinter.Form.JSON) {
      Printed.json(facts(result));
    } else if (result.manifest() == null) {
      System.out.printf("%s: no new files%n", feed);
    } else {
      System.out.printf(
          "%s: batch %d, %d files, %s%n",
          feed, result.manifest().batch(), result.files(), Sizes.text(result.bytes()));
    }
  }

  /** A date in UTC, or an instant. */
  static final class Moment implements CommandLine.ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.contains("T")
            ? Instant.parse(text)
            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeException e) {
        throw new CommandLine.TypeConversionException(
            "'" + text + "' is no date or instant; expected 2026-01-31 or 2026-01-31T08:00:00Z");
      }
    }
  }

  /** A duration as feeds write it. */
  static final class Length implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      Duration length = Quantities.duration(text);
      if (length == null || length.isZero()) {
        throw new CommandLine.TypeConversionException(
            "'" + text + "' is no duration; expected 30s, 5m, 2h, 7d or PT5M");
      }
      return length;
    }
  }

  private Map<String, Object> facts(LandResult result) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("feed", feed);
    if (result.manifest() != null) {
      facts.put("batch", result.manifest().batch());
    }
    facts.put("files", result.files());
    facts.put("bytes", result.bytes());
    return facts;
  }
}
