package io.towpath.transforms.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Parses {@code date}: {@code yyyy-MM-dd}, or the feed's pattern. */
final class DateParser implements ValueParser {
  private final @Nullable DateTimeFormatter pattern;
  private final Refusal refusal;

  private DateParser(@Nullable DateTimeFormatter pattern, String form) {
    this.pattern = pattern;
    refusal = Refusal.type("a date " + form + " that exists, in the years 0001 to 9999");
  }

  static DateParser of(@Nullable String pattern) {
    if (pattern == null || pattern.equals("yyyy-MM-dd") || pattern.equals("uuuu-MM-dd")) {
      return new DateParser(null, "yyyy-MM-dd");
    }
    return new DateParser(TimePatterns.of(pattern), pattern);
  }

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    if (pattern != null) {
      return parse(pattern, new String(bytes, from, to - from, UTF_8));
    }
    int day = to - from == 10 ? Calendar.date(bytes, from) : Calendar.NONE;
    return day == Calendar.NONE ? refusal : (Object) day;
  }

  private Object parse(DateTimeFormatter formatter, String text) {
    try {
      LocalDate date = formatter.parse(text, LocalDate::from);
      boolean inRange = date.getYear() >= 1 && date.getYear() <= 9999;
      return inRange ? (Object) (int) date.toEpochDay() : refusal;
    } catch (DateTimeException e) {
      return refusal;
    }
  }
}
