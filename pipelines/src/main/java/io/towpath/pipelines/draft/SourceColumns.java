package io.towpath.pipelines.draft;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.towpath.config.Layout;
import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.core.ByteSlice;
import io.towpath.core.Chunk;
import io.towpath.core.EnvelopeReader;
import io.towpath.transforms.decode.HeaderNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The columns that a chunk of a source has: by its header, its schema, or the members of its
 * objects. Each has the type that the source names, empty where its texts have to tell.
 */
final class SourceColumns {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SourceColumns() {}

  /** The columns, in order. */
  static Map<String, Optional<ColumnType>> of(Layout layout, Chunk chunk) {
    Map<String, Optional<ColumnType>> columns = new LinkedHashMap<>();
    switch (layout.format()) {
      case CSV, XLSX ->
          HeaderNames.of(head(chunk), layout).forEach(name -> columns.put(name, Optional.empty()));
      case NDJSON, JSON, XML ->
          new String(chunk.bytes(), UTF_8).lines().forEach(line -> members(line, columns));
      case ITEMS -> items(chunk, columns);
      case AVRO, PARQUET ->
          new Schema.Parser()
              .parse(new String(head(chunk), UTF_8))
              .getFields()
              .forEach(field -> columns.put(field.name(), type(field.schema())));
      case FIXED -> layout.dialect().columns().forEach(name -> columns.put(name, Optional.empty()));
    }
    return columns;
  }

  private static byte[] head(Chunk chunk) {
    byte[] head = chunk.head();
    return head == null ? new byte[0] : head;
  }

  private static void items(Chunk chunk, Map<String, Optional<ColumnType>> columns) {
    EnvelopeReader items = new EnvelopeReader(chunk.bytes());
    while (!items.atEnd()) {
      ByteSlice item = items.next();
      members(new String(item.bytes(), item.offset(), item.length(), UTF_8), columns);
    }
  }

  private static void members(String text, Map<String, Optional<ColumnType>> columns) {
    try {
      JsonNode object = JSON.readTree(text);
      object
          .fields()
          .forEachRemaining(
              member ->
                  columns.merge(
                      member.getKey(), type(member.getValue()), SourceColumns::unlessNested));
    } catch (JsonProcessingException e) {
      // what is no JSON names no columns
    }
  }

  /** Once an object, always JSON. */
  private static Optional<ColumnType> unlessNested(
      Optional<ColumnType> one, Optional<ColumnType> other) {
    return one.isPresent() ? one : other;
  }

  private static Optional<ColumnType> type(JsonNode value) {
    return value.isContainerNode() ? Optional.of(ColumnType.of(Kind.JSONB)) : Optional.empty();
  }

  private static Optional<ColumnType> type(Schema schema) {
    Schema value =
        schema.isUnion()
            ? schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .findFirst()
                .orElse(schema)
            : schema;
    return switch (value.getType()) {
      case BOOLEAN -> kind(Kind.BOOLEAN);
      case INT, LONG -> whole(value);
      case FLOAT -> kind(Kind.REAL);
      case DOUBLE -> kind(Kind.DOUBLE);
      case BYTES, FIXED ->
          value.getLogicalType() instanceof LogicalTypes.Decimal decimal
              ? Optional.of(ColumnType.numeric(decimal.getPrecision(), decimal.getScale()))
              : kind(Kind.BYTEA);
      case RECORD, MAP, ARRAY -> kind(Kind.JSONB);
      case ENUM -> kind(Kind.TEXT);
      case STRING, NULL, UNION -> Optional.empty();
    };
  }

  private static Optional<ColumnType> whole(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical == null) {
      return kind(schema.getType() == Schema.Type.INT ? Kind.INTEGER : Kind.BIGINT);
    }
    return switch (logical.getName()) {
      case "date" -> kind(Kind.DATE);
      case "time-millis", "time-micros" -> kind(Kind.TIME);
      case "timestamp-millis", "timestamp-micros" -> kind(Kind.TIMESTAMPTZ);
      case "local-timestamp-millis", "local-timestamp-micros" -> kind(Kind.TIMESTAMP);
      default -> kind(Kind.BIGINT);
    };
  }

  private static Optional<ColumnType> kind(Kind kind) {
    return Optional.of(ColumnType.of(kind));
  }
}
