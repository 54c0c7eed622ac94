package io.towpath.transforms.value;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * Turns local times of a zone into UTC. A time that the clocks skip is refused; of a time that
 * comes twice the first is meant, that is the earlier offset. Remembers the offset of the last day
 * without a change, since neighbours in a file mostly share their day.
 */
final class LocalTimes {
  /** Stands for "the clocks skip it". */
  static final long GAP = Long.MIN_VALUE;

  private static final int CHANGING = Integer.MIN_VALUE;

  private final ZoneRules rules;
  private final boolean fixed;
  private final long fixedMicros;
  private long knownDay = Long.MIN_VALUE;
  private int knownOffset;

  LocalTimes(ZoneId zone) {
    rules = zone.getRules();
    fixed = rules.isFixedOffset();
    fixedMicros = fixed ? rules.getOffset(LocalDateTime.MIN).getTotalSeconds() * 1_000_000L : 0;
  }

  /** Microseconds in UTC, or {@link #GAP}. */
  long toUtc(long localMicros) {
    if (fixed) {
      return localMicros - fixedMicros;
    }
    long day = Math.floorDiv(localMicros, Calendar.MICROS_OF_DAY);
    if (day != knownDay) {
      knownDay = day;
      knownOffset = offsetOfDay(day);
    }
    if (knownOffset != CHANGING) {
      return localMicros - knownOffset * 1_000_000L;
    }
    List<ZoneOffset> offsets = rules.getValidOffsets(at(localMicros));
    return offsets.isEmpty() ? GAP : localMicros - offsets.get(0).getTotalSeconds() * 1_000_000L;
  }

  /** The day's offset, or {@link #CHANGING} if the clocks change within it. */
  private int offsetOfDay(long day) {
    long start = day * Calendar.MICROS_OF_DAY;
    List<ZoneOffset> first = rules.getValidOffsets(at(start));
    if (first.size() != 1) {
      return CHANGING;
    }
    var change = rules.nextTransition(at(start).toInstant(first.get(0)));
    boolean steady =
        change == null
            || (change.getDateTimeBefore().isAfter(at(start + Calendar.MICROS_OF_DAY))
                && change.getDateTimeAfter().isAfter(at(start + Calendar.MICROS_OF_DAY)));
    return steady ? first.get(0).getTotalSeconds() : CHANGING;
  }

  private static LocalDateTime at(long localMicros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(localMicros, 1_000_000L),
        (int) Math.floorMod(localMicros, 1_000_000L) * 1000,
        ZoneOffset.UTC);
  }
}
