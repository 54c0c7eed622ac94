package io.towpath.transforms.value;

/** Parses {@code time}: {@code HH:mm}, {@code HH:mm:ss} or with up to six digits of a second. */
final class TimeParser implements ValueParser {
  private static final Refusal REFUSAL =
      Refusal.type("a time HH:mm:ss from 00:00:00 to 23:59:59.999999");

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    IsoClock clock = new IsoClock();
    return clock.read(bytes, from, to) == to ? (Object) clock.micros : REFUSAL;
  }
}
