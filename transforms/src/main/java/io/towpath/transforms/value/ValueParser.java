package io.towpath.transforms.value;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Parses the text of one column. A value has the class that {@link ColumnType.Kind#javaClass()}
 * names and fits the type, except for the lengths of texts, which {@code Enforce} judges. Parsers
 * keep caches: one instance serves one thread.
 */
public interface ValueParser {

  /**
   * Parses a slice of UTF-8 text.
   *
   * @return the value, or a {@link Refusal}; never null
   */
  Object parse(byte[] bytes, int from, int to);

  /** Parses a text; see {@link #parse(byte[], int, int)}. */
  default Object parse(String text) {
    if (Utf8.hasLoneSurrogate(text)) {
      return Utf8.REFUSAL; // encoding it would silently turn the surrogate into a question mark
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, 0, bytes.length);
  }

  /** The parser of a type under the feed's coercions. */
  static ValueParser of(ColumnType type, Feed.Decode decode) {
    return switch (type.kind()) {
      case SMALLINT -> IntegerParser.of(Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> IntegerParser.of(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> new BigintParser();
      case NUMERIC -> DecimalParser.of(type, decode.roundDecimals());
      case REAL -> new FloatParser(true);
      case DOUBLE -> new FloatParser(false);
      case BOOLEAN -> new BooleanParser();
      case TEXT, VARCHAR, CHAR -> new TextParser();
      case DATE -> DateParser.of(decode.dates());
      case TIME -> new TimeParser();
      case TIMESTAMP -> TimestampParser.of(decode.timestamps(), null);
      case TIMESTAMPTZ -> TimestampParser.of(decode.timestamps(), decode.timezone());
      case UUID -> new UuidParser();
      case JSONB -> new JsonTextParser();
      case BYTEA -> new HexParser();
      case ARRAY -> new ArrayParser(of(Objects.requireNonNull(type.element()), decode));
    };
  }
}
