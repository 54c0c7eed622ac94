package io.towpath.transforms.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.towpath.contract.ColumnType.Kind;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes nested Avro values as JSON: times as ISO 8601, decimals as numbers, bytes as hex digits.
 */
final class AvroJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private AvroJson() {}

  static String text(Object value, Schema schema) {
    return write(generator -> write(generator, value, schema));
  }

  static String array(List<@Nullable String> texts) {
    return write(
        generator -> {
          generator.writeStartArray();
          for (String text : texts) {
            generator.writeString(text); // writes null as null
          }
          generator.writeEndArray();
        });
  }

  private interface Body {
    void write(JsonGenerator generator) throws IOException;
  }

  private static String write(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      body.write(generator);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, @Nullable Object value, Schema declared)
      throws IOException {
    if (value == null) {
      generator.writeNull();
      return;
    }
    Schema schema = AvroText.branch(declared, value);
    if (value instanceof IndexedRecord record) {
      generator.writeStartObject();
      for (Schema.Field field : schema.getFields()) {
        generator.writeFieldName(field.name());
        write(generator, record.get(field.pos()), field.schema());
      }
      generator.writeEndObject();
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName(entry.getKey().toString());
        write(generator, entry.getValue(), schema.getValueType());
      }
      generator.writeEndObject();
    } else if (value instanceof List<?> items) {
      generator.writeStartArray();
      for (Object item : items) {
        write(generator, item, schema.getElementType());
      }
      generator.writeEndArray();
    } else {
      writeSingle(generator, value, schema);
    }
  }

  private static void writeSingle(JsonGenerator generator, Object value, Schema schema)
      throws IOException {
    String text = AvroText.text(value, schema, Kind.TIMESTAMPTZ);
    boolean decimal = schema.getLogicalType() instanceof org.apache.avro.LogicalTypes.Decimal;
    if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else if (decimal || (value instanceof Number && schema.getLogicalType() == null)) {
      boolean finite = !text.equals("NaN") && !text.endsWith("Infinity");
      generator.writeNumber(finite ? new BigDecimal(text).toString() : text);
    } else {
      generator.writeString(text);
    }
  }
}
