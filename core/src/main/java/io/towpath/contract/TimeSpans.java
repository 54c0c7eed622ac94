package io.towpath.contract;

import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how long a promise allows: ISO 8601, or a number with a unit. */
final class TimeSpans {
  private static final int DAYS_PER_YEAR = 365;
  private static final int DAYS_PER_MONTH = 30;
  private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

  static {
    unit(Duration.ofDays(1), "d", "day", "days");
    unit(Duration.ofHours(1), "h", "hr", "hour", "hours");
    unit(Duration.ofMinutes(1), "min", "minute", "minutes");
    unit(Duration.ofDays(7), "w", "week", "weeks");
    unit(Duration.ofDays(DAYS_PER_MONTH), "month", "months");
    unit(Duration.ofDays(DAYS_PER_YEAR), "y", "yr", "year", "years");
    unit(Duration.ofSeconds(1), "s", "sec", "second", "seconds");
  }

  private TimeSpans() {}

  private static void unit(Duration length, String... names) {
    for (String name : names) {
      UNITS.put(name, length);
    }
  }

  /** Null, with a problem, if it is no span of time. */
  static @Nullable Duration read(YamlValue value, YamlKeys keys) {
    if (value.isNumber()) {
      BigDecimal count = value.number();
      return count == null ? null : counted(count, value, keys);
    }
    String text = value.isText() ? value.textOrEmpty() : null;
    Duration span = text == null ? null : iso(text);
    if (span == null || span.isNegative() || span.isZero()) {
      value.expected("a number with a unit, or a duration of ISO 8601 such as PT26H or P2Y");
      return null;
    }
    return span;
  }

  private static @Nullable Duration counted(BigDecimal count, YamlValue value, YamlKeys keys) {
    Optional<YamlValue> unit = keys.find("unit");
    String word = unit.map(YamlValue::text).orElse("d");
    if (word.equals("m") && unit.isPresent()) {
      unit.get()
          .problem(
              "unit m means minutes to some and months to others; write value: PT"
                  + count.toPlainString()
                  + "M or P"
                  + count.toPlainString()
                  + "M");
      return null;
    }
    Duration length = UNITS.get(word.toLowerCase(Locale.ROOT));
    if (length == null) {
      unit.ifPresent(
          found ->
              found.expected("d, h, min, w, month, y or s" + Nearest.hint(word, UNITS.keySet())));
      return null;
    }
    if (count.signum() <= 0 || count.precision() - count.scale() > 6) {
      value.expected("a number above 0");
      return null;
    }
    return Duration.ofSeconds(count.multiply(BigDecimal.valueOf(length.toSeconds())).longValue());
  }

  private static @Nullable Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      // Years and months are not durations to Java; they are tried next.
    }
    try {
      Period period = Period.parse(text);
      return Duration.ofDays(
          (long) period.getYears() * DAYS_PER_YEAR
              + (long) period.getMonths() * DAYS_PER_MONTH
              + period.getDays());
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
