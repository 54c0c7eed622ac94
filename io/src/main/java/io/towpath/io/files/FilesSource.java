package io.towpath.io.files;

import io.towpath.config.FilesDeclaration;
import io.towpath.core.Manifest;
import io.towpath.io.postgres.SourceFiles;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.io.source.Finding;
import io.towpath.io.source.Notices;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourcePlan;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Files that arrive. What was taken is remembered by name and version, so there is no cursor, and a
 * file that is delivered late is late for nobody.
 */
public final class FilesSource implements Source {
  private static final long MEBIBYTE = 1L << 20;
  private static final long ONE_SPLIT_IS_SLOW = 256 * MEBIBYTE;

  private final Origin origin;
  private final FilesDeclaration files;
  private final Arrivals arrivals;
  private final InstantSource clock;
  private final Notices notices;

  /** The feed whose files these are, and the ledger that remembers them, if it has to be asked. */
  public record Origin(String feed, Supplier<WarehouseAddress> ledger) {}

  /** Files as declared, found among the arrivals. */
  public FilesSource(
      Origin origin,
      FilesDeclaration files,
      Arrivals arrivals,
      InstantSource clock,
      Notices notices) {
    this.origin = origin;
    this.files = files;
    this.arrivals = arrivals;
    this.clock = clock;
    this.notices = notices;
  }

  @Override
  public SourcePlan plan(@Nullable String cursor) {
    List<Arrival> matched = arrivals.match(files);
    SourceFiles taken = known(matched.stream().map(Arrival::name).toList());
    List<Arrival> arrived =
        settled(matched.stream().filter(arrival -> !isTaken(arrival, taken)).toList());
    return new SourcePlan(
        arrived.stream().map(arrival -> new LandFile(arrival, files.layout())).toList(),
        arrived.stream().mapToLong(Arrival::bytes).sum(),
        null);
  }

  /** The file that was written last, also if it was taken. */
  @Override
  public SourcePlan sample() {
    return arrivals.match(files).stream()
        .max(Comparator.comparing(Arrival::modified))
        .map(newest -> new SourcePlan(List.of(new LandFile(newest, files.layout())), 0, null))
        .orElseGet(SourcePlan::nothing);
  }

  @Override
  public List<Finding> examine(@Nullable String cursor) {
    List<Arrival> matched = arrivals.match(files);
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.good("", matched.size() + " files"));
    for (Arrival arrival : matched) {
      if (arrival.bytes() > ONE_SPLIT_IS_SLOW
          && !FileShape.of(files.layout(), arrival.name()).splittable()) {
        findings.add(
            Finding.slow(
                arrival.name(),
                arrival.bytes() / MEBIBYTE + " MiB in one split",
                "only CSV and NDJSON in UTF-8, uncompressed, are read by several workers: deliver it"
                    + " in smaller files"));
      }
    }
    return findings;
  }

  /**
   * Leaves out files that were touched but hold the bytes that were taken last; appended twice,
   * they would double.
   */
  @Override
  public List<Manifest.Part> select(List<Manifest.Part> landed) {
    SourceFiles taken = known(landed.stream().map(Manifest.Part::source).toList());
    List<Manifest.Part> changed = new ArrayList<>();
    List<Manifest.Part> touched = new ArrayList<>();
    for (Manifest.Part part : landed) {
      boolean same = taken.holds(part.source(), part.bytes(), part.crc32c());
      (same ? touched : changed).add(part);
    }
    if (!touched.isEmpty()) {
      notices.notice("land.unchanged", Map.of("files", touched.size()));
      SourceFiles.touched(origin.ledger().get(), origin.feed(), touched);
    }
    return changed;
  }

  /** What cannot be put away stays, which harms nothing: it is told, and tried by the next run. */
  @Override
  public void tidy() {
    if (files.landed() == null) {
      return;
    }
    List<Arrival> matched = arrivals.match(files);
    SourceFiles known = known(matched.stream().map(Arrival::name).toList());
    List<Arrival> taken = matched.stream().filter(arrival -> isTaken(arrival, known)).toList();
    if (taken.isEmpty()) {
      return;
    }
    try {
      notices.notice("land.put-away", Map.of("files", arrivals.putAway(taken, files.landed())));
    } catch (IOException e) {
      notices.notice(
          "land.not-put-away",
          Map.of("files", taken.size(), "why", String.valueOf(e.getMessage())));
    }
  }

  private SourceFiles known(List<String> names) {
    return SourceFiles.known(origin.ledger().get(), origin.feed(), names);
  }

  private static boolean isTaken(Arrival arrival, SourceFiles taken) {
    return taken.contains(arrival.name(), arrival.bytes(), arrival.version(), arrival.modified());
  }

  /** Leaves out what may still be written. */
  private List<Arrival> settled(List<Arrival> found) {
    Instant before = clock.instant().minus(files.settle());
    List<Arrival> settled =
        found.stream().filter(arrival -> !arrival.modified().isAfter(before)).toList();
    if (settled.size() < found.size()) {
      notices.notice(
          "land.unsettled",
          Map.of("files", found.size() - settled.size(), "settle", files.settle().toString()));
    }
    return settled;
  }
}
