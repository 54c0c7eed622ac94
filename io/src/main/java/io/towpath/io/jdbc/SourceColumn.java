package io.towpath.io.jdbc;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/**
 * A column as it is read and kept.
 *
 * @param name as the database has it
 * @param field name in Avro, which allows fewer characters
 * @param declared type as the database calls it
 * @param precision of a decimal
 * @param scale of a decimal
 */
record SourceColumn(
    String name, String field, ValueType type, String declared, int precision, int scale)
    implements Serializable {

  /** The name that Avro takes for a column's. */
  static String field(String name) {
    return name.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^(?=[0-9])", "_");
  }

  private Schema schema() {
    List<Schema> branches = new ArrayList<>();
    branches.add(Schema.create(Schema.Type.NULL));
    branches.add(type.schema(precision, scale));
    if (type.hasExceptions()) {
      branches.add(Schema.create(Schema.Type.STRING));
    }
    return Schema.createUnion(branches);
  }

  /** Schema of a row. */
  static Schema schema(List<SourceColumn> columns) {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("row").namespace("io.towpath.source").fields();
    for (SourceColumn column : columns) {
      fields
          .name(column.field())
          .prop("column", column.name())
          .prop("sourceType", column.declared())
          .type(column.schema())
          .noDefault();
    }
    return fields.endRecord();
  }
}
