package io.towpath.transforms.value;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON of strangers: nesting, numbers, names and strings are bounded, a key that comes twice
 * is an error, and what {@code jsonb} cannot store (NUL, lone surrogates, numbers beyond numeric)
 * is refused before PostgreSQL has to.
 */
public final class JsonText {
  /** How deep objects and arrays may nest. */
  public static final int MAX_DEPTH = 100;

  /** What a document beyond the limits is told. */
  public static final Refusal LIMIT =
      Refusal.limit(
          "JSON nested at most "
              + MAX_DEPTH
              + " deep, with numbers of at most 1000 digits and names of at most 50000 characters");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(1100)
                  .maxStringLength(64 << 20)
                  .build())
          .build();

  private JsonText() {}

  /** Opens a parser on a slice; byte offsets of its tokens count from the slice's start. */
  public static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
    return FACTORY.createParser(bytes, from, to - from);
  }

  /** Whether the parser stopped at a limit rather than at broken text. */
  public static boolean isLimit(IOException failure) {
    return failure instanceof StreamConstraintsException;
  }

  /**
   * Reads the current value to its end, whatever it holds.
   *
   * @return what cannot be stored, or null
   */
  public static @Nullable Refusal check(JsonParser parser) throws IOException {
    Refusal refusal = null;
    int depth = 0;
    JsonToken token = parser.currentToken();
    while (token != null) {
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (refusal == null) {
        refusal = checkToken(parser, token);
      }
      if (depth == 0) {
        return refusal;
      }
      token = parser.nextToken();
    }
    return refusal;
  }

  private static @Nullable Refusal checkToken(JsonParser parser, JsonToken token)
      throws IOException {
    if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
      return checkText(parser.getText());
    }
    if (token.isNumeric()) {
      byte[] number = parser.getText().getBytes(US_ASCII);
      NumberText.Form form = NumberText.judge(number, 0, number.length);
      return form == NumberText.Form.NUMBER ? null : NumberText.LIMIT;
    }
    return null;
  }

  /** What keeps a decoded text from being stored, or null. */
  static @Nullable Refusal checkText(String text) {
    return text.indexOf('\0') >= 0 || Utf8.hasLoneSurrogate(text) ? Utf8.REFUSAL : null;
  }
}
