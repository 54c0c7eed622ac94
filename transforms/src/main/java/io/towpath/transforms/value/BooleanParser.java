package io.towpath.transforms.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/** Parses {@code boolean}: true, t, yes, 1 and false, f, no, 0 in any case. */
final class BooleanParser implements ValueParser {
  private static final Refusal REFUSAL = Refusal.type("true, t, yes, 1, false, f, no or 0");

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    if (to - from > 5) {
      return REFUSAL;
    }
    String text = new String(bytes, from, to - from, ISO_8859_1).toLowerCase(Locale.ROOT);
    return switch (text) {
      case "true", "t", "yes", "1" -> true;
      case "false", "f", "no", "0" -> false;
      default -> REFUSAL;
    };
  }
}
