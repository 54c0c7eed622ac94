package io.towpath.transforms.value;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Parses one text in a sentence: {@code text("1").as(Kind.INTEGER)}. */
final class Parsing {
  private final String text;
  private Feed.Decode decode = new Feed.Decode(null, null, ZoneId.of("UTC"), true, false, false);

  private Parsing(String text) {
    this.text = text;
  }

  static Parsing text(String text) {
    return new Parsing(text);
  }

  Parsing in(String zone) {
    decode =
        new Feed.Decode(decode.timestamps(), decode.dates(), ZoneId.of(zone), true, false, false);
    return this;
  }

  Parsing timestamps(String pattern) {
    decode = new Feed.Decode(pattern, null, decode.timezone(), true, false, false);
    return this;
  }

  Parsing dates(String pattern) {
    decode = new Feed.Decode(null, pattern, decode.timezone(), true, false, false);
    return this;
  }

  Parsing rounding() {
    decode = new Feed.Decode(null, null, decode.timezone(), true, false, true);
    return this;
  }

  Object as(Kind kind) {
    return as(ColumnType.of(kind));
  }

  Object as(ColumnType type) {
    return ValueParser.of(type, decode).parse(text);
  }

  /** The reason's code, or "accepted". */
  String outcomeAs(ColumnType type) {
    return as(type) instanceof Refusal refusal ? refusal.reason().code() : "accepted";
  }

  String outcomeAs(Kind kind) {
    return outcomeAs(ColumnType.of(kind));
  }

  /** The instant of a timestamptz. */
  Instant instant() {
    return Instant.EPOCH.plus((Long) as(Kind.TIMESTAMPTZ), ChronoUnit.MICROS);
  }
}
