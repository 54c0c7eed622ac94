package io.towpath.io.files;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * A type of Parquet as one of Avro, and the way to its values. Times finer than microseconds are
 * cut; the old INT96 is an instant in UTC.
 */
record ParquetValue(Schema schema, Reader reader) {
  private static final long MICROS_PER_DAY = TimeUnit.DAYS.toMicros(1);
  private static final int JULIAN_EPOCH = 2_440_588;
  private static final int UNSIGNED_DIGITS = 20;

  /** Reads one value of a field. */
  interface Reader {
    Object read(Group group, int field, int index);
  }

  static ParquetValue of(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> plain(Schema.Type.BOOLEAN, Group::getBoolean);
      case FLOAT -> plain(Schema.Type.FLOAT, Group::getFloat);
      case DOUBLE -> plain(Schema.Type.DOUBLE, Group::getDouble);
      case INT32 -> int32(type.getLogicalTypeAnnotation());
      case INT64 -> int64(type.getLogicalTypeAnnotation());
      case INT96 ->
          logical(
              LogicalTypes.timestampMicros(),
              Schema.Type.LONG,
              (group, field, index) -> int96(group.getInt96(field, index).toByteBuffer()));
      case BINARY, FIXED_LEN_BYTE_ARRAY -> binary(type.getLogicalTypeAnnotation());
    };
  }

  private static ParquetValue plain(Schema.Type type, Reader reader) {
    return new ParquetValue(Schema.create(type), reader);
  }

  private static ParquetValue logical(LogicalType logical, Schema.Type type, Reader reader) {
    return new ParquetValue(logical.addToSchema(Schema.create(type)), reader);
  }

  private static ParquetValue decimal(DecimalLogicalTypeAnnotation decimal, Reader unscaled) {
    return logical(
        LogicalTypes.decimal(decimal.getPrecision(), decimal.getScale()),
        Schema.Type.BYTES,
        unscaled);
  }

  private static ByteBuffer bytes(long value) {
    return ByteBuffer.wrap(BigInteger.valueOf(value).toByteArray());
  }

  private static ParquetValue int32(LogicalTypeAnnotation logical) {
    if (logical instanceof DateLogicalTypeAnnotation) {
      return logical(LogicalTypes.date(), Schema.Type.INT, Group::getInteger);
    }
    if (logical instanceof TimeLogicalTypeAnnotation) {
      return logical(LogicalTypes.timeMillis(), Schema.Type.INT, Group::getInteger);
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(decimal, (group, at, index) -> bytes(group.getInteger(at, index)));
    }
    if (logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()) {
      return plain(
          Schema.Type.LONG,
          (group, at, index) -> Integer.toUnsignedLong(group.getInteger(at, index)));
    }
    return plain(Schema.Type.INT, Group::getInteger);
  }

  private static ParquetValue int64(LogicalTypeAnnotation logical) {
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      return logical(
          timestamp.isAdjustedToUTC()
              ? LogicalTypes.timestampMicros()
              : LogicalTypes.localTimestampMicros(),
          Schema.Type.LONG,
          (group, at, index) -> micros(group.getLong(at, index), timestamp.getUnit()));
    }
    if (logical instanceof TimeLogicalTypeAnnotation time) {
      return logical(
          LogicalTypes.timeMicros(),
          Schema.Type.LONG,
          (group, at, index) -> micros(group.getLong(at, index), time.getUnit()));
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(decimal, (group, at, index) -> bytes(group.getLong(at, index)));
    }
    if (logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()) {
      return logical(
          LogicalTypes.decimal(UNSIGNED_DIGITS, 0),
          Schema.Type.BYTES,
          (group, at, index) -> unsigned(group.getLong(at, index)));
    }
    return plain(Schema.Type.LONG, Group::getLong);
  }

  private static ByteBuffer unsigned(long value) {
    return ByteBuffer.wrap(new BigInteger(Long.toUnsignedString(value)).toByteArray());
  }

  private static long micros(long value, LogicalTypeAnnotation.TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> Math.multiplyExact(value, 1000L);
      case MICROS -> value;
      case NANOS -> Math.floorDiv(value, 1000L);
    };
  }

  private static long int96(ByteBuffer value) {
    ByteBuffer bytes = value.order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong(bytes.position());
    long day = bytes.getInt(bytes.position() + Long.BYTES);
    return (day - JULIAN_EPOCH) * MICROS_PER_DAY + Math.floorDiv(nanos, 1000L);
  }

  private static ParquetValue binary(LogicalTypeAnnotation logical) {
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(decimal, (group, at, index) -> group.getBinary(at, index).toByteBuffer());
    }
    if (logical instanceof UUIDLogicalTypeAnnotation) {
      return plain(
          Schema.Type.STRING,
          (group, at, index) -> uuid(group.getBinary(at, index).toByteBuffer()));
    }
    boolean text =
        logical instanceof StringLogicalTypeAnnotation
            || logical instanceof EnumLogicalTypeAnnotation
            || logical instanceof JsonLogicalTypeAnnotation;
    // The bytes as they are: what is no UTF-8 is for the decoder to reject.
    return text
        ? plain(
            Schema.Type.STRING,
            (group, at, index) -> new Utf8(group.getBinary(at, index).getBytes()))
        : plain(Schema.Type.BYTES, (group, at, index) -> group.getBinary(at, index).toByteBuffer());
  }

  private static String uuid(ByteBuffer bytes) {
    return new UUID(bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + Long.BYTES))
        .toString();
  }
}
