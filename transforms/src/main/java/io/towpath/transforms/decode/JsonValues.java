package io.towpath.transforms.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.towpath.config.Feed;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.core.Reason;
import io.towpath.core.Violation;
import io.towpath.transforms.value.JsonText;
import io.towpath.transforms.value.Refusal;
import java.io.IOException;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Turns the values of JSON into those of columns by their text, exactly as it was written: numbers
 * never pass through a double. Objects and arrays are for {@code jsonb}, arrays also for arrays.
 */
final class JsonValues {
  private final Columns columns;
  private final boolean trim;
  private final boolean emptyAsNull;
  private @Nullable JsonParser parser;
  private byte[] bytes = new byte[0];
  private int from;

  JsonValues(Columns columns, Feed.Decode decode) {
    this.columns = columns;
    trim = decode.trim();
    emptyAsNull = decode.emptyAsNull();
  }

  /** Reads from this parser on a slice that begins at the offset. */
  void start(JsonParser newParser, byte[] newBytes, int offset) {
    parser = newParser;
    bytes = newBytes;
    from = offset;
  }

  /** Fills a column with the value that the parser stands on, and leaves it at the value's end. */
  @Nullable Violation read(GenericData.Record record, int column) throws IOException {
    JsonParser at = java.util.Objects.requireNonNull(parser);
    JsonToken token = at.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (columns.types()[column].kind() == Kind.JSONB) {
      return readJson(at, record, column);
    }
    if (token.isStructStart()) {
      return readNested(at, token, record, column);
    }
    String text = at.getText();
    if (token == JsonToken.VALUE_STRING) {
      text = trim ? text.strip() : text;
      if (text.isEmpty() && emptyAsNull) {
        return null;
      }
    }
    return put(record, column, columns.parsers()[column].parse(text), text);
  }

  private @Nullable Violation readJson(JsonParser at, GenericData.Record record, int column)
      throws IOException {
    int start = start(at);
    Refusal refusal = JsonText.check(at);
    at.finishToken();
    int end = from + (int) at.currentLocation().getByteOffset();
    String text = new String(bytes, start, end - start, UTF_8).strip();
    return put(record, column, refusal == null ? text : refusal, text);
  }

  private @Nullable Violation readNested(
      JsonParser at, JsonToken token, GenericData.Record record, int column) throws IOException {
    int start = start(at);
    at.skipChildren();
    int end = from + (int) at.currentLocation().getByteOffset();
    if (token == JsonToken.START_ARRAY && columns.types()[column].kind() == Kind.ARRAY) {
      Object value = columns.parsers()[column].parse(bytes, start, end);
      return put(record, column, value, Excerpt.of(bytes, start, end));
    }
    if (column >= columns.own()) {
      record.put(column, new String(bytes, start, end - start, UTF_8));
      return null;
    }
    return new Violation(
        Reason.TYPE,
        columns.names().get(column),
        Excerpt.of(bytes, start, end),
        "a single value, neither object nor array");
  }

  private int start(JsonParser at) {
    return from + (int) at.currentTokenLocation().getByteOffset();
  }

  private @Nullable Violation put(
      GenericData.Record record, int column, Object value, String text) {
    if (value instanceof Refusal refusal) {
      return new Violation(
          refusal.reason(), columns.names().get(column), Excerpt.of(text), refusal.expected());
    }
    record.put(column, value);
    return null;
  }
}
