package io.towpath.transforms.value;

import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Builds formatters that refuse 30 February instead of moving it to the 28th. */
final class TimePatterns {
  private TimePatterns() {}

  /**
   * A strict formatter for a java.time pattern.
   *
   * @throws IllegalArgumentException if the pattern is none
   */
  static DateTimeFormatter of(String pattern) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().appendPattern(pattern);
    if (!pattern.contains("G") && pattern.contains("y")) {
      builder.parseDefaulting(ChronoField.ERA, 1); // strictly, yyyy is nothing without an era
    }
    return builder
        .toFormatter(Locale.ENGLISH)
        .withChronology(IsoChronology.INSTANCE)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
