package io.towpath.transforms.value;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses one-dimensional arrays from JSON ({@code ["a", null]}) or from PostgreSQL's own text
 * ({@code {a,"b c",NULL}}). Nulls stay null.
 */
final class ArrayParser implements ValueParser {
  private static final Refusal REFUSAL =
      Refusal.type("an array of one dimension, as JSON [a, b] or as PostgreSQL's {a,b}");

  private final ValueParser element;

  ArrayParser(ValueParser element) {
    this.element = element;
  }

  @Override
  public Object parse(byte[] bytes, int from, int to) {
    if (to - from < 2) {
      return REFUSAL;
    }
    if (Utf8.firstInvalid(bytes, from, to) >= 0) {
      return Utf8.REFUSAL;
    }
    if (bytes[from] == '{' && bytes[to - 1] == '}') {
      List<@Nullable String> texts = PgArrayText.elements(bytes, from + 1, to - 1);
      return texts == null ? REFUSAL : parseAll(texts);
    }
    if (bytes[from] != '[') {
      return REFUSAL;
    }
    try (JsonParser parser = JsonText.parser(bytes, from, to)) {
      parser.nextToken();
      Object value = parse(parser);
      return value instanceof Refusal || parser.nextToken() == null ? value : REFUSAL;
    } catch (IOException e) {
      return JsonText.isLimit(e) ? JsonText.LIMIT : REFUSAL;
    }
  }

  /** Parses the JSON array that the parser stands on, and leaves the parser at its end. */
  private Object parse(JsonParser parser) throws IOException {
    List<@Nullable String> texts = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      if (token == null || token.isStructStart()) {
        return REFUSAL;
      }
      texts.add(token == JsonToken.VALUE_NULL ? null : parser.getText());
      token = parser.nextToken();
    }
    return parseAll(texts);
  }

  private Object parseAll(List<@Nullable String> texts) {
    List<@Nullable Object> values = new ArrayList<>(texts.size());
    for (String text : texts) {
      Object value = text == null ? null : element.parse(text);
      if (value instanceof Refusal) {
        return value;
      }
      values.add(value);
    }
    return values;
  }
}
