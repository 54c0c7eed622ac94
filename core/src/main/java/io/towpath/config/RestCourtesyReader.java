package io.towpath.config;

import io.towpath.config.RestDeclaration.Caps;
import io.towpath.config.RestDeclaration.Courtesy;
import io.towpath.config.RestDeclaration.Rate;
import io.towpath.config.RestDeclaration.Retries;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what an API is spared, and how failures are borne. */
final class RestCourtesyReader {
  static final List<String> KEYS =
      List.of("limit", "budget", "concurrency", "timeout", "retries", "caps");
  private static final List<String> RETRIES = List.of("attempts", "first", "longest");
  private static final List<String> CAPS = List.of("page", "bytes", "time");
  private static final Pattern LIMIT =
      Pattern.compile("([1-9][0-9]{0,6}) per (([1-9][0-9]{0,3}) )?(second|minute|hour|day)s?");
  private static final Pattern BUDGET = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "second", Duration.ofSeconds(1),
          "minute", Duration.ofMinutes(1),
          "hour", Duration.ofHours(1),
          "day", Duration.ofDays(1));
  private static final int CONCURRENCY = 4;
  private static final int MOST_CONCURRENCY = 256;
  private static final int ATTEMPTS = 6;
  private static final int MOST_ATTEMPTS = 100;
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final long PAGE = 64L << 20;
  private static final long MOST_PAGE = 1L << 30;
  private static final long BYTES = 1_000_000_000_000L;
  private static final Duration TIME = Duration.ofHours(12);

  private RestCourtesyReader() {}

  static Courtesy read(YamlKeys keys) {
    return new Courtesy(
        keys.findUnlessNull("limit").map(RestCourtesyReader::limit).orElse(null),
        keys.findUnlessNull("budget").map(RestCourtesyReader::budget).orElse(null),
        number(keys, "concurrency", CONCURRENCY, MOST_CONCURRENCY),
        keys.findUnlessNull("retries")
            .flatMap(value -> value.keys(RETRIES))
            .map(RestCourtesyReader::retries)
            .orElseGet(() -> new Retries(ATTEMPTS, FIRST, LONGEST)),
        caps(keys));
  }

  private static @Nullable Rate limit(YamlValue value) {
    Matcher matcher = LIMIT.matcher(value.isText() ? String.valueOf(value.textOrEmpty()) : "");
    if (!matcher.matches()) {
      value.expected("a limit such as 100 per minute, 10 per second or 30 per 10 seconds");
      return null;
    }
    long units = matcher.group(3) == null ? 1 : Long.parseLong(matcher.group(3));
    Duration unit = UNITS.getOrDefault(matcher.group(4), Duration.ZERO);
    return new Rate(Integer.parseInt(matcher.group(1)), unit.multipliedBy(units));
  }

  private static @Nullable String budget(YamlValue value) {
    String name = value.text();
    if (name != null && !BUDGET.matcher(name).matches()) {
      value.expected("a name of lower-case letters, digits, - and _, at most 63");
    }
    return name;
  }

  private static Retries retries(YamlKeys keys) {
    Duration first = positive(keys, "first", FIRST);
    Duration longest = positive(keys, "longest", LONGEST);
    if (longest.compareTo(first) < 0) {
      keys.problemAt("longest", "longest is shorter than first, which is " + first);
    }
    return new Retries(number(keys, "attempts", ATTEMPTS, MOST_ATTEMPTS), first, longest);
  }

  private static Caps caps(YamlKeys rest) {
    Duration timeout = positive(rest, "timeout", TIMEOUT);
    return rest.findUnlessNull("caps")
        .flatMap(value -> value.keys(CAPS))
        .map(
            keys ->
                new Caps(
                    timeout, page(keys), bytes(keys, "bytes", BYTES), positive(keys, "time", TIME)))
        .orElseGet(() -> new Caps(timeout, PAGE, BYTES, TIME));
  }

  private static long page(YamlKeys keys) {
    long bytes = bytes(keys, "page", PAGE);
    if (bytes > MOST_PAGE) {
      keys.find("page").ifPresent(value -> value.expected("at most 1GiB, since a page is held"));
    }
    return bytes;
  }

  private static long bytes(YamlKeys keys, String key, long otherwise) {
    return keys.find(key).map(Quantities::bytes).orElse(otherwise);
  }

  private static Duration positive(YamlKeys keys, String key, Duration otherwise) {
    return keys.find(key).map(Quantities::positiveDuration).orElse(otherwise);
  }

  private static int number(YamlKeys keys, String key, int otherwise, int most) {
    Optional<YamlValue> value = keys.find(key);
    Long number = value.map(found -> found.wholeNumber(1)).orElse(null);
    if (number == null) {
      return otherwise;
    }
    if (number > most) {
      value.get().expected("at most " + most);
    }
    return (int) Math.min(number, most);
  }
}
