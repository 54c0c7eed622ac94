package io.towpath.io.rest;

import io.towpath.config.RestDeclaration.Incremental;
import io.towpath.config.RestDeclaration.TimeFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts time into slices that follow each other without gap, and slices into windows. */
final class Slices {
  private final Incremental incremental;

  Slices(Incremental incremental) {
    this.incremental = incremental;
  }

  /** From where the last slice ended up to a moment ago. */
  record Slice(Instant from, Instant to) {}

  /** The next slice; empty if no time has passed. */
  Optional<Slice> next(@Nullable String cursor, Instant now) {
    Instant from = cursor == null ? incremental.start() : Instant.parse(cursor);
    Instant to = now.minus(incremental.lag()).truncatedTo(unit());
    return to.isAfter(from) ? Optional.of(new Slice(from, to)) : Optional.empty();
  }

  /** Whole days where the API knows nothing smaller. */
  private ChronoUnit unit() {
    return incremental.format() == TimeFormat.DATE ? ChronoUnit.DAYS : ChronoUnit.SECONDS;
  }

  /** The windows of a slice, in order; the first one begins so much earlier as slices overlap. */
  List<Window> windows(Slice slice) {
    Instant from = slice.from().minus(incremental.overlap());
    return windows(cut(new Slice(from, slice.to()), incremental.window()));
  }

  /** Windows that are the slices. */
  List<Window> windows(List<Slice> slices) {
    return slices.stream()
        .map(
            slice ->
                new Window(
                    text(slice.from()), incremental.until() == null ? null : text(slice.to())))
        .toList();
  }

  /** The pieces of a slice, in order, of which only the last may be shorter. */
  List<Slice> cut(Slice slice, @Nullable Duration length) {
    List<Slice> pieces = new ArrayList<>();
    for (Instant at = slice.from(); at.isBefore(slice.to()); ) {
      Instant next = length == null ? slice.to() : at.plus(length);
      Instant end = next.isAfter(slice.to()) ? slice.to() : next;
      pieces.add(new Slice(at, end));
      at = end;
    }
    return pieces;
  }

  /** Whether the API's parameters can say this moment. */
  boolean knows(Instant instant) {
    return instant.equals(instant.truncatedTo(unit()));
  }

  private String text(Instant instant) {
    return switch (incremental.format()) {
      case ISO -> instant.toString();
      case DATE -> instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
      case SECONDS -> Long.toString(instant.getEpochSecond());
      case MILLIS -> Long.toString(instant.toEpochMilli());
    };
  }
}
