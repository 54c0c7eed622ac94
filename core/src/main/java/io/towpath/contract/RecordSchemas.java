package io.towpath.contract;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Compiles a contract to Avro schemas. Every field is nullable: whether null may stand is a rule,
 * and a record must be able to carry what will be rejected.
 */
public final class RecordSchemas {
  /** Marks text that is JSON, which Avro has no logical type for. */
  public static final String JSON = "json";

  private RecordSchemas() {}

  /** The columns of the published table, in order. */
  public static Schema published(Contract contract) {
    return record(contract, contract.fields(), List.of());
  }

  /**
   * What steps work on: the columns that the source fills, then other columns of the source.
   *
   * @param extras names of columns that steps mention and the contract does not have; text
   */
  public static Schema working(Contract contract, List<String> extras) {
    List<Field> filled =
        contract.fields().stream().filter(field -> field.generated() == null).toList();
    return record(contract, filled, extras);
  }

  private static Schema record(Contract contract, List<Field> columns, List<String> extras) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Field column : columns) {
      fields.add(field(column.name(), of(column.type()), column.description()));
    }
    for (String extra : extras) {
      fields.add(field(extra, Schema.create(Schema.Type.STRING), ""));
    }
    Schema schema =
        Schema.createRecord(
            contract.table(),
            contract.description().isEmpty() ? null : contract.description(),
            contract.schema(),
            false);
    schema.setFields(fields);
    return schema;
  }

  private static Schema.Field field(String name, Schema type, String description) {
    return new Schema.Field(
        name,
        nullable(type),
        description.isEmpty() ? null : description,
        Schema.Field.NULL_DEFAULT_VALUE);
  }

  private static Schema nullable(Schema type) {
    return Schema.createUnion(Schema.create(Schema.Type.NULL), type);
  }

  /** The Avro type of a column's values, null among them. */
  public static Schema nullable(ColumnType type) {
    return nullable(of(type));
  }

  /** The Avro type of a column's values that are not null. */
  public static Schema of(ColumnType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER -> Schema.create(Schema.Type.INT);
      case BIGINT -> Schema.create(Schema.Type.LONG);
      case NUMERIC ->
          LogicalTypes.decimal(type.precision(), type.scale())
              .addToSchema(Schema.create(Schema.Type.BYTES));
      case REAL -> Schema.create(Schema.Type.FLOAT);
      case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
      case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
      case TEXT, VARCHAR, CHAR -> Schema.create(Schema.Type.STRING);
      case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
      case TIME -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case TIMESTAMP ->
          LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case TIMESTAMPTZ ->
          LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case UUID -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
      case JSONB -> json();
      case BYTEA -> Schema.create(Schema.Type.BYTES);
      case ARRAY -> Schema.createArray(nullable(of(element(type))));
    };
  }

  private static ColumnType element(ColumnType type) {
    ColumnType element = type.element();
    if (element == null) {
      throw new IllegalArgumentException("an array type without element");
    }
    return element;
  }

  private static Schema json() {
    Schema schema = Schema.create(Schema.Type.STRING);
    schema.addProp(JSON, true);
    return schema;
  }
}
