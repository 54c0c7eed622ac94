package io.towpath.config;

import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads when a feed runs: {@code "15 2 * * *"}, or {@code {after: [other]}}. */
final class ScheduleReader {
  private static final List<String> KEYS = List.of("after");
  private static final Pattern CRON =
      Pattern.compile(
          "(@(hourly|daily|weekly|monthly|yearly)|[-0-9*,/]+( [-0-9A-Za-z*,/#L?]+){4})");

  private ScheduleReader() {}

  static Feed.Schedule read(Optional<YamlValue> value) {
    return value.map(ScheduleReader::schedule).orElse(Feed.Schedule.NONE);
  }

  private static Feed.Schedule schedule(YamlValue value) {
    if (value.isMapping()) {
      return value.keys(KEYS).map(ScheduleReader::after).orElse(Feed.Schedule.NONE);
    }
    String cron = value.text();
    if (cron == null || !CRON.matcher(cron).matches()) {
      if (cron != null) {
        value.expected("five fields of cron such as \"15 2 * * *\", or {after: [other feeds]}");
      }
      return Feed.Schedule.NONE;
    }
    return new Feed.Schedule(cron, List.of());
  }

  private static Feed.Schedule after(YamlKeys keys) {
    if (keys.require("after", "the feeds that start this one, such as [orders]").isEmpty()) {
      return Feed.Schedule.NONE;
    }
    return new Feed.Schedule(null, List.copyOf(keys.texts("after")));
  }
}
