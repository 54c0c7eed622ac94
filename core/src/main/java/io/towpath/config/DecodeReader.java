package io.towpath.config;

import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how text becomes values. */
final class DecodeReader {
  private static final List<String> KEYS =
      List.of("timestamps", "dates", "timezone", "emptyAsNull", "trim", "decimals");
  private static final Map<String, Boolean> DECIMALS = new LinkedHashMap<>();
  private static final ZoneId UTC = ZoneId.of("UTC");

  /** Any instant will do to try a pattern, if its day and month differ. */
  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2001, 2, 3, 16, 5, 6, 0, ZoneOffset.UTC);

  static {
    DECIMALS.put("exact", false);
    DECIMALS.put("round", true);
  }

  private final boolean emptyAsNull;

  /** A database tells empty text from null by itself. */
  DecodeReader(@Nullable SourceDeclaration source) {
    emptyAsNull = !(source instanceof JdbcDeclaration);
  }

  Feed.Decode read(Optional<YamlValue> value) {
    return value
        .flatMap(found -> found.keys(KEYS))
        .map(this::decode)
        .orElseGet(() -> new Feed.Decode(null, null, UTC, emptyAsNull, false, false));
  }

  private Feed.Decode decode(YamlKeys keys) {
    return new Feed.Decode(
        pattern(keys, "timestamps", true),
        pattern(keys, "dates", false),
        keys.find("timezone").map(DecodeReader::zone).orElse(UTC),
        keys.flag("emptyAsNull", emptyAsNull),
        keys.flag("trim", false),
        keys.choice("decimals", DECIMALS, false));
  }

  private static @Nullable String pattern(YamlKeys keys, String key, boolean withTime) {
    Optional<YamlValue> value = keys.findUnlessNull(key);
    String pattern = value.map(YamlValue::text).orElse(null);
    if (pattern != null && !isUsable(pattern, withTime)) {
      value
          .get()
          .expected(
              "a pattern of java.time such as "
                  + (withTime ? "\"yyyy-MM-dd HH:mm:ss\"" : "\"yyyy-MM-dd\"")
                  + ", or null for ISO 8601");
    }
    return pattern;
  }

  private static boolean isUsable(String pattern, boolean withTime) {
    try {
      DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
      TemporalAccessor parsed = formatter.parse(formatter.format(SAMPLE));
      LocalDate date = parsed.query(TemporalQueries.localDate());
      LocalTime time = parsed.query(TemporalQueries.localTime());
      return SAMPLE.toLocalDate().equals(date)
          && (!withTime || (time != null && time.getHour() == SAMPLE.getHour()));
    } catch (IllegalArgumentException | DateTimeException e) {
      return false;
    }
  }

  /** A time zone; UTC, with a problem, if it is none. */
  static ZoneId zone(YamlValue value) {
    String name = value.text();
    try {
      return name == null ? UTC : ZoneId.of(name);
    } catch (DateTimeException e) {
      value.expected(
          "a time zone such as UTC or Asia/Tokyo"
              + Nearest.hint(String.valueOf(name), ZoneId.getAvailableZoneIds()));
      return UTC;
    }
  }

  /** The word that stands for a constant in a feed. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
