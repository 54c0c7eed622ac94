package io.towpath.transforms.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code timestamp} (no zone) and {@code timestamptz}: ISO 8601 with {@code T} or a blank,
 * or the feed's pattern. A timestamptz without offset is local to the feed's zone; a timestamp with
 * an offset is refused rather than stripped of it. The commonest form of 19 bytes is read first.
 */
final class TimestampParser implements ValueParser {
  private static final Set<String> PLAIN =
      Set.of("yyyy-MM-dd HH:mm:ss", "uuuu-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss");
  private static final int MAX_OFFSET_SECONDS = 18 * 3600;

  private final @Nullable DateTimeFormatter pattern;
  private final byte separator;
  private final @Nullable LocalTimes zone;
  private final IsoClock clock = new IsoClock();
  private final Refusal refusal;
  private final Refusal gap;

  private TimestampParser(
      @Nullable DateTimeFormatter pattern, char separator, @Nullable ZoneId zone, String form) {
    this.pattern = pattern;
    this.separator = (byte) separator;
    this.zone = zone == null ? null : new LocalTimes(zone);
    refusal =
        Refusal.type(
            "a timestamp " + form + (zone == null ? ", without offset," : "") + " that exists");
    gap = Refusal.type("a local time that exists in " + zone + ", where the clocks skip this one");
  }

  static TimestampParser of(@Nullable String pattern, @Nullable ZoneId zone) {
    if (pattern == null) {
      return new TimestampParser(null, '\0', zone, "yyyy-MM-dd HH:mm:ss");
    }
    if (PLAIN.contains(pattern)) {
      return new TimestampParser(null, pattern.contains("T") ? 'T' : ' ', zone, pattern);
    }
    return new TimestampParser(TimePatterns.of(pattern), '\0', zone, pattern);
  }

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    if (pattern != null) {
      return parse(pattern, new String(bytes, from, to - from, UTF_8));
    }
    if (to - from < 16) {
      return refusal;
    }
    int day = Calendar.date(bytes, from);
    if (day == Calendar.NONE || !separates(bytes[from + 10])) {
      return refusal;
    }
    if (to - from == 19) {
      int seconds = Calendar.seconds(bytes, from + 11);
      if (seconds != Calendar.NONE) {
        return local(day, seconds * 1_000_000L);
      }
    }
    return separator == 0 ? iso(bytes, from + 11, to, day) : refusal;
  }

  private boolean separates(byte value) {
    return separator == 0 ? value == ' ' || value == 'T' || value == 't' : value == separator;
  }

  private Object iso(byte[] bytes, int from, int to, int day) {
    int at = clock.read(bytes, from, to);
    if (at < 0) {
      return refusal;
    }
    if (at == to) {
      return local(day, clock.micros);
    }
    int offset = offset(bytes, at, to);
    if (offset == Calendar.NONE || zone == null) {
      return refusal;
    }
    return day * Calendar.MICROS_OF_DAY + clock.micros - offset * 1_000_000L;
  }

  /** Seconds of {@code Z}, {@code +HH}, {@code +HHmm} or {@code +HH:mm}. */
  private static int offset(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 1 && (bytes[from] == 'Z' || bytes[from] == 'z')) {
      return 0;
    }
    boolean colon = length == 6 && bytes[from + 3] == ':';
    if ((bytes[from] != '+' && bytes[from] != '-') || !(length == 3 || length == 5 || colon)) {
      return Calendar.NONE;
    }
    int hours = Calendar.two(bytes, from + 1);
    int minutes = length == 3 ? 0 : Calendar.two(bytes, to - 2);
    int seconds = hours * 3600 + minutes * 60;
    if ((hours | minutes) < 0 || minutes > 59 || seconds > MAX_OFFSET_SECONDS) {
      return Calendar.NONE;
    }
    return bytes[from] == '-' ? -seconds : seconds;
  }

  private Object local(int day, long microsOfDay) {
    long local = day * Calendar.MICROS_OF_DAY + microsOfDay;
    if (zone == null) {
      return local;
    }
    long utc = zone.toUtc(local);
    return utc == LocalTimes.GAP ? gap : (Object) utc;
  }

  private Object parse(DateTimeFormatter formatter, String text) {
    try {
      TemporalAccessor parsed = formatter.parse(text);
      LocalDateTime time = LocalDateTime.from(parsed);
      boolean offset = parsed.isSupported(ChronoField.OFFSET_SECONDS);
      long nanos = time.toLocalTime().toNanoOfDay();
      boolean fits = time.getYear() >= 1 && time.getYear() <= 9999 && nanos % 1000 == 0;
      if (!fits || (offset && zone == null)) {
        return refusal;
      }
      int day = (int) time.toLocalDate().toEpochDay();
      if (offset) {
        long shift = parsed.get(ChronoField.OFFSET_SECONDS) * 1_000_000L;
        return day * Calendar.MICROS_OF_DAY + nanos / 1000 - shift;
      }
      return local(day, nanos / 1000);
    } catch (DateTimeException e) {
      return refusal;
    }
  }
}
