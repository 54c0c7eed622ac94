package io.towpath.io.jdbc;

import java.util.Arrays;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How values of a database's types are kept. What the Avro type of a branch cannot hold, such as
 * infinity and NaN, comes as text beside it.
 */
enum ValueType {
  BOOLEAN(Schema.Type.BOOLEAN, "bool"),
  INTEGER(Schema.Type.INT, "int2 int4 smallserial serial"),
  BIGINT(Schema.Type.LONG, "int8 bigserial"),
  REAL(Schema.Type.FLOAT, "float4"),
  DOUBLE(Schema.Type.DOUBLE, "float8"),
  /** With a precision; its logical type depends on that. */
  DECIMAL(Schema.Type.BYTES, ""),
  /** Of any precision. */
  NUMERIC(Schema.Type.STRING, "numeric"),
  DATE(Schema.Type.INT, "date"),
  TIME(Schema.Type.LONG, "time"),
  TIMESTAMP(Schema.Type.LONG, "timestamp"),
  TIMESTAMPTZ(Schema.Type.LONG, "timestamptz"),
  UUID(Schema.Type.STRING, "uuid"),
  BYTEA(Schema.Type.BYTES, "bytea"),
  TEXT(Schema.Type.STRING, "text varchar bpchar name"),
  /** By its text: json, arrays, enums, intervals, networks, ranges and all others. */
  OTHER(Schema.Type.STRING, "");

  private final Schema.Type avro;
  private final String names;

  ValueType(Schema.Type avro, String names) {
    this.avro = avro;
    this.names = names;
  }

  /** The type that PostgreSQL's catalog calls so. */
  static ValueType ofPostgres(String name) {
    return Arrays.stream(values())
        .filter(type -> Arrays.asList(type.names.split(" ")).contains(name))
        .findFirst()
        .orElse(OTHER);
  }

  /** Schema of its values, without the branches for null and text. */
  Schema schema(int precision, int scale) {
    Schema schema = Schema.create(avro);
    LogicalType logical = logical(precision, scale);
    return logical == null ? schema : logical.addToSchema(schema);
  }

  private @Nullable LogicalType logical(int precision, int scale) {
    return switch (this) {
      case DECIMAL -> LogicalTypes.decimal(precision, scale);
      case DATE -> LogicalTypes.date();
      case TIME -> LogicalTypes.timeMicros();
      case TIMESTAMP -> LogicalTypes.localTimestampMicros();
      case TIMESTAMPTZ -> LogicalTypes.timestampMicros();
      case UUID -> LogicalTypes.uuid();
      default -> null;
    };
  }

  /** Whether some of its values come as text. */
  boolean hasExceptions() {
    return switch (this) {
      case DECIMAL, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> true;
      default -> false;
    };
  }
}
