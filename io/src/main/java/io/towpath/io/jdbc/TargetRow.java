package io.towpath.io.jdbc;

import io.towpath.contract.ColumnType;
import io.towpath.contract.Contract;
import io.towpath.io.postgres.stage.KeyComparison;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Reads key and versions of a published row as values of Avro. */
final class TargetRow {
  private final List<String> columns;
  private final List<ColumnType> types;

  TargetRow(Contract contract) {
    columns = KeyComparison.columns(contract);
    types = columns.stream().map(column -> contract.field(column).orElseThrow().type()).toList();
  }

  GenericData.Record read(ResultSet row, Schema schema) throws SQLException {
    GenericData.Record record = new GenericData.Record(schema);
    for (int i = 0; i < columns.size(); i++) {
      record.put(columns.get(i), value(row, i + 1, types.get(i)));
    }
    return record;
  }

  private static @Nullable Object value(ResultSet row, int column, ColumnType type)
      throws SQLException {
    return row.getObject(column) == null ? null : present(row, column, type);
  }

  private static Object present(ResultSet row, int column, ColumnType type) throws SQLException {
    return switch (type.kind()) {
      case SMALLINT, INTEGER -> row.getInt(column);
      case BIGINT -> row.getLong(column);
      case NUMERIC -> decimal(row.getBigDecimal(column), type.scale());
      case REAL -> row.getFloat(column);
      case DOUBLE -> row.getDouble(column);
      case BOOLEAN -> row.getBoolean(column);
      case DATE -> (int) row.getObject(column, LocalDate.class).toEpochDay();
      case TIME -> row.getObject(column, LocalTime.class).toNanoOfDay() / 1000;
      case TIMESTAMP ->
          micros(row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC));
      case TIMESTAMPTZ -> micros(row.getObject(column, OffsetDateTime.class).toInstant());
      case UUID, TEXT, VARCHAR, CHAR, JSONB, BYTEA, ARRAY -> row.getString(column);
    };
  }

  private static ByteBuffer decimal(BigDecimal number, int scale) {
    return ByteBuffer.wrap(number.setScale(scale).unscaledValue().toByteArray());
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
