package io.towpath.pipelines.select;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.towpath.config.Feed;
import io.towpath.io.postgres.Activity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whether a feed is due: its schedule has come round since a run of it last began, or a feed that
 * it follows has published since. A feed without a schedule never is.
 */
public final class Due implements Predicate<Feed> {
  private static final Map<String, String> WORDS =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *");
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private final Activity activity;
  private final Instant now;

  public Due(Activity activity, Instant now) {
    this.activity = activity;
    this.now = now;
  }

  @Override
  public boolean test(Feed feed) {
    Instant began = activity.began(feed.name()).orElse(Instant.MIN);
    String cron = feed.schedule().cron();
    return cron == null
        ? feed.schedule().after().stream()
            .flatMap(upstream -> activity.publishedBy(upstream).stream())
            .anyMatch(published -> published.isAfter(began))
        : last(cron).isAfter(began);
  }

  /** When the schedule came round last. */
  private Instant last(String cron) {
    ExecutionTime times = ExecutionTime.forCron(PARSER.parse(WORDS.getOrDefault(cron, cron)));
    return times
        .lastExecution(now.plusNanos(1).atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toInstant)
        .orElse(Instant.MIN);
  }
}
