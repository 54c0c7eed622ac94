package io.towpath.transforms.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Takes {@code jsonb} as the text of one JSON value, once {@link JsonText} has passed it. */
final class JsonTextParser implements ValueParser {
  private static final Refusal REFUSAL = Refusal.type("one JSON value");

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    if (Utf8.firstInvalid(bytes, from, to) >= 0) {
      return Utf8.REFUSAL;
    }
    try (JsonParser parser = JsonText.parser(bytes, from, to)) {
      if (parser.nextToken() == null) {
        return REFUSAL;
      }
      Refusal refusal = JsonText.check(parser);
      if (refusal != null) {
        return refusal;
      }
      return parser.nextToken() == null ? new String(bytes, from, to - from, UTF_8) : REFUSAL;
    } catch (IOException e) {
      return JsonText.isLimit(e) ? JsonText.LIMIT : REFUSAL;
    }
  }
}
