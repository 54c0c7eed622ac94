package io.towpath.io.rest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads how long an API wants to be left alone: {@code Retry-After} in seconds or as a date, the
 * {@code X-RateLimit-*} family, and {@code RateLimit} of the IETF's drafts. What lies in the past
 * or makes no sense says nothing; dates are seen from the API's own clock where it tells it.
 */
final class RateHeaders {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]*)?");
  private static final Pattern REMAINING = Pattern.compile("(?:^|[;, ])(?:remaining|r)=([0-9]+)");
  private static final Pattern RESET = Pattern.compile("(?:^|[;, ])(?:reset|t)=([0-9]+)");

  /** What is larger is no number of seconds but an instant. */
  private static final long EPOCH = 1_000_000_000L;

  private static final long EPOCH_MILLIS = 1_000_000_000_000L;

  private final Answer answer;
  private final Instant now;

  private RateHeaders(Answer answer, Instant now) {
    this.answer = answer;
    Instant theirs = date(answer.header("Date"));
    this.now = theirs == null ? now : theirs;
  }

  /** The wait that a refusal asks for, null if it asks for none. */
  static @Nullable Duration afterRefusal(Answer answer, Instant now) {
    RateHeaders headers = new RateHeaders(answer, now);
    Duration asked = headers.wait(answer.header("Retry-After"));
    return asked == null ? headers.reset() : asked;
  }

  /** The wait after an answer that used up what was left, null if something is left. */
  static @Nullable Duration afterSuccess(Answer answer, Instant now) {
    RateHeaders headers = new RateHeaders(answer, now);
    return headers.nothingLeft() ? headers.reset() : null;
  }

  private boolean nothingLeft() {
    String combined = answer.header("RateLimit");
    Matcher matcher = REMAINING.matcher(combined == null ? "" : combined);
    if (matcher.find()) {
      return matcher.group(1).matches("0+");
    }
    for (String name : new String[] {"X-RateLimit-Remaining", "RateLimit-Remaining"}) {
      String value = answer.header(name);
      if (value != null) {
        return value.strip().matches("0+");
      }
    }
    return false;
  }

  private @Nullable Duration reset() {
    String combined = answer.header("RateLimit");
    Matcher matcher = RESET.matcher(combined == null ? "" : combined);
    if (matcher.find()) {
      return wait(matcher.group(1));
    }
    Duration reset = wait(answer.header("RateLimit-Reset"));
    return reset == null ? wait(answer.header("X-RateLimit-Reset")) : reset;
  }

  private @Nullable Duration wait(@Nullable String value) {
    if (value == null) {
      return null;
    }
    String text = value.strip();
    Duration wait;
    if (NUMBER.matcher(text).matches()) {
      long seconds = (long) Math.min(1e15, Math.ceil(Double.parseDouble(text)));
      if (seconds > EPOCH_MILLIS) {
        wait = Duration.between(now, Instant.ofEpochMilli(seconds));
      } else if (seconds > EPOCH) {
        wait = Duration.between(now, Instant.ofEpochSecond(seconds));
      } else {
        wait = Duration.ofSeconds(seconds);
      }
    } else {
      Instant until = date(text);
      wait = until == null ? Duration.ZERO : Duration.between(now, until);
    }
    return wait.isNegative() || wait.isZero() ? null : wait;
  }

  private static @Nullable Instant date(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
