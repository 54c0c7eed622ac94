package io.towpath.bench.lineitem;

import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.SplittableRandom;

/** The instant in column {@code l_modified}: the greatest one of a key wins. */
record Version(LocalDateTime at) {
  private static final int YEAR = 2026;

  /** Draws a time of day. */
  static Version draw(Month month, int day, SplittableRandom random) {
    int hour = random.nextInt(24);
    int minute = random.nextInt(60);
    int second = random.nextInt(60);
    return new Version(LocalDateTime.of(YEAR, month, day, hour, minute, second));
  }

  /** The same time of day in a later month: newer than any version of the months before. */
  Version in(Month month) {
    return new Version(at.withMonth(month.getValue()));
  }

  int day() {
    return at.getDayOfMonth();
  }

  long epochSecond() {
    return at.toEpochSecond(ZoneOffset.UTC);
  }

  /** {@code yyyy-MM-dd HH:mm:ss}; by hand, because a formatter takes a third of the whole run. */
  String text() {
    StringBuilder text = new StringBuilder(19).append(at.getYear());
    appendTwoDigits(text, '-', at.getMonthValue());
    appendTwoDigits(text, '-', at.getDayOfMonth());
    appendTwoDigits(text, ' ', at.getHour());
    appendTwoDigits(text, ':', at.getMinute());
    appendTwoDigits(text, ':', at.getSecond());
    return text.toString();
  }

  private static void appendTwoDigits(StringBuilder text, char separator, int value) {
    text.append(separator).append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
