package io.towpath.transforms.decode;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.core.Reason;
import io.towpath.transforms.value.Refusal;
import io.towpath.transforms.value.Utf8;
import io.towpath.transforms.value.ValueParser;
import io.towpath.transforms.value.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of Avro to those of columns by their text in ISO 8601 and decimal form, so that
 * one set of parsers decides what fits. Instants lose their zone in a {@code timestamp} column (UTC
 * remains), local times get the feed's in a {@code timestamptz}.
 */
final class AvroText {
  private static final long SECOND = 1_000_000L;
  private static final Refusal NESTED =
      new Refusal(Reason.TYPE, "a single value, neither record, map nor array");

  private static final Refusal NO_TEXT = new Refusal(Reason.ENCODING, "UTF-8 text without NUL");

  private final Columns columns;
  private final Feed.Decode decode;
  private final ValueParser[] iso;

  AvroText(Feed feed, Columns columns) {
    this.columns = columns;
    decode = feed.decode();
    Feed.Decode plain =
        new Feed.Decode(
            null,
            null,
            decode.timezone(),
            decode.emptyAsNull(),
            decode.trim(),
            decode.roundDecimals());
    iso = new ValueParser[columns.types().length];
    for (int i = 0; i < iso.length; i++) {
      iso[i] = ValueParser.of(columns.types()[i], plain);
    }
  }

  /** The value of a column, null, or a refusal. */
  @Nullable Object convert(@Nullable Object value, Schema declared, int column) {
    if (value == null) {
      return null;
    }
    if (value instanceof org.apache.avro.util.Utf8 bytes
        && Utf8.firstInvalid(bytes.getBytes(), 0, bytes.getByteLength()) >= 0) {
      return NO_TEXT;
    }
    Schema schema = branch(declared, value);
    ColumnType type = columns.types()[column];
    if (value instanceof CharSequence || value instanceof GenericData.EnumSymbol) {
      String text = decode.trim() ? value.toString().strip() : value.toString();
      return text.isEmpty() && decode.emptyAsNull() ? null : columns.parsers()[column].parse(text);
    }
    if (type.kind() == Kind.JSONB) {
      return iso[column].parse(AvroJson.text(value, schema));
    }
    if (isNested(value)) {
      return type.kind() == Kind.ARRAY && value instanceof List<?> items
          ? iso[column].parse(arrayText(items, schema.getElementType(), type))
          : NESTED;
    }
    return iso[column].parse(text(value, schema, type.kind()));
  }

  private static boolean isNested(Object value) {
    return value instanceof List || value instanceof Map || value instanceof IndexedRecord;
  }

  static Schema branch(Schema declared, Object value) {
    return declared.isUnion()
        ? declared.getTypes().get(GenericData.get().resolveUnion(declared, value))
        : declared;
  }

  /** JSON in which every element is a text, for the array parser. */
  private static String arrayText(List<?> items, Schema element, ColumnType type) {
    Kind kind = type.element() == null ? Kind.TEXT : type.element().kind();
    List<@Nullable String> texts = new ArrayList<>();
    for (Object item : items) {
      texts.add(item == null ? null : text(item, branch(element, item), kind));
    }
    return AvroJson.array(texts);
  }

  /** A single value as text; {@code target} decides about zones. */
  static String text(Object value, Schema schema, Kind target) {
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return new BigDecimal(new BigInteger(bytes(value)), decimal.getScale()).toString();
    }
    if (logical != null && value instanceof Number number) {
      return time(number.longValue(), logical.getName(), target);
    }
    if (value instanceof ByteBuffer || value instanceof GenericFixed) {
      return java.util.HexFormat.of().formatHex(bytes(value));
    }
    return value.toString();
  }

  private static String time(long value, String logical, Kind target) {
    return switch (logical) {
      case "date" -> LocalDate.ofEpochDay(value).toString();
      case "time-millis" -> LocalTime.ofNanoOfDay(value * SECOND).toString();
      case "time-micros" -> LocalTime.ofNanoOfDay(value * 1000).toString();
      case "timestamp-millis" -> instant(value * 1000, target);
      case "timestamp-micros" -> instant(value, target);
      case "local-timestamp-millis" -> ValueText.local(value * 1000);
      case "local-timestamp-micros" -> ValueText.local(value);
      default -> Long.toString(value);
    };
  }

  private static String instant(long micros, Kind target) {
    return target == Kind.TIMESTAMPTZ ? ValueText.local(micros) + "Z" : ValueText.local(micros);
  }

  private static byte[] bytes(Object value) {
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
