package io.towpath.config;

import io.towpath.yaml.YamlValue;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads durations and sizes. */
public final class Quantities {
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,6}) ?(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "B", 1L,
          "KB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "TB", 1_000_000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30,
          "TiB", 1L << 40);

  private Quantities() {}

  /** {@code 30s}, {@code 5m}, {@code PT5M}; zero, with a problem, if it is none. */
  static Duration duration(YamlValue value) {
    Duration duration = parsed(value);
    if (duration == null) {
      value.expected("a duration such as 30s, 5m, 2h, 7d or PT5M");
      return Duration.ZERO;
    }
    return duration;
  }

  /** The same, but longer than zero; a millisecond, with a problem, if it is none. */
  static Duration positiveDuration(YamlValue value) {
    Duration duration = parsed(value);
    if (duration == null || duration.isZero()) {
      value.expected("a duration longer than zero such as 30s, 5m, 2h, 7d or PT5M");
      return Duration.ofMillis(1);
    }
    return duration;
  }

  private static @Nullable Duration parsed(YamlValue value) {
    return value.isText() ? duration(String.valueOf(value.textOrEmpty())) : null;
  }

  /** {@code 30s}, {@code 5m}, {@code PT5M} without a file around it; null if it is none. */
  public static @Nullable Duration duration(String text) {
    Matcher matcher = SHORT.matcher(text);
    try {
      Duration duration =
          matcher.matches()
              ? Duration.parse(isoOf(Long.parseLong(matcher.group(1)), matcher.group(2)))
              : Duration.parse(text);
      boolean upper = text.equals(text.toUpperCase(Locale.ROOT)); // Duration.parse takes pt5m too
      return matcher.matches() || (upper && !duration.isNegative()) ? duration : null;
    } catch (DateTimeParseException e) {
      return null; // reported like a value that is no text
    }
  }

  private static String isoOf(long count, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count).toString();
      case "d" -> "P" + count + "D";
      default -> "PT" + count + unit.toUpperCase(Locale.ROOT);
    };
  }

  /** {@code 20GB}, {@code 512MiB} or a number of bytes; one, with a problem, if it is none. */
  static long bytes(YamlValue value) {
    if (value.isNumber()) {
      Long bytes = value.wholeNumber(1);
      return bytes == null ? 1 : bytes;
    }
    Matcher matcher = SIZE.matcher(value.isText() ? String.valueOf(value.textOrEmpty()) : "");
    if (matcher.matches() && Long.parseLong(matcher.group(1)) > 0) {
      return Math.multiplyExact(
          Long.parseLong(matcher.group(1)), UNITS.getOrDefault(matcher.group(2), 1L));
    }
    value.expected("a size such as 20GB, 512MiB or a number of bytes");
    return 1;
  }
}
