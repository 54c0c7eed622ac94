package io.towpath.io.postgres.stage;

import io.towpath.contract.ColumnType;
import io.towpath.core.ByteAppender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Writes values as PostgreSQL's COPY BINARY takes them: each a length and the bytes that the type's
 * receive function reads.
 */
final class CopyBinary {
  /** What a COPY BINARY stream begins with: signature, flags, length of the extension. */
  static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  /** What it ends with: a tuple of -1 fields. */
  static final byte[] TRAILER = {(byte) 0xFF, (byte) 0xFF};

  /** Days and microseconds from 1970-01-01 to 2000-01-01, PostgreSQL's epoch. */
  private static final int EPOCH_DAYS = 10_957;

  private static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;

  /** Writes one value that is not null, length first. */
  @FunctionalInterface
  interface FieldWriter {
    void write(Object value, ByteAppender out);
  }

  private CopyBinary() {}

  /** The writer of a type. */
  static FieldWriter writer(ColumnType type) {
    return switch (type.kind()) {
      case SMALLINT -> CopyBinary::putSmallint;
      case INTEGER -> CopyBinary::putInteger;
      case BIGINT, TIME -> CopyBinary::putBigint;
      case NUMERIC -> NumericBinary::put;
      case REAL -> CopyBinary::putReal;
      case DOUBLE -> CopyBinary::putDouble;
      case BOOLEAN -> CopyBinary::putBoolean;
      case TEXT, VARCHAR, CHAR -> CopyBinary::putText;
      case DATE -> CopyBinary::putDate;
      case TIMESTAMP, TIMESTAMPTZ -> CopyBinary::putTimestamp;
      case UUID -> CopyBinary::putUuid;
      case JSONB -> CopyBinary::putJsonb;
      case BYTEA -> CopyBinary::putBytea;
      case ARRAY -> array(Objects.requireNonNull(type.element()));
    };
  }

  static void putNull(ByteAppender out) {
    out.putInt(-1);
  }

  static void putBigint(Object value, ByteAppender out) {
    out.putInt(8);
    out.putLong((Long) value);
  }

  static void putInteger(Object value, ByteAppender out) {
    out.putInt(4);
    out.putInt((Integer) value);
  }

  static void putTimestamp(Object value, ByteAppender out) {
    out.putInt(8);
    out.putLong((Long) value - EPOCH_MICROS);
  }

  static void putText(Object value, ByteAppender out) {
    int start = out.reserve(4);
    out.putUtf8(value.toString());
    out.setInt(start, out.size() - start - 4);
  }

  private static void putSmallint(Object value, ByteAppender out) {
    int number = (Integer) value;
    if (number != (short) number) {
      throw new ArithmeticException("a smallint beyond 16 bits");
    }
    out.putInt(2);
    out.putShort(number);
  }

  private static void putReal(Object value, ByteAppender out) {
    out.putInt(4);
    out.putInt(Float.floatToIntBits((Float) value));
  }

  private static void putDouble(Object value, ByteAppender out) {
    out.putInt(8);
    out.putLong(Double.doubleToLongBits((Double) value));
  }

  private static void putBoolean(Object value, ByteAppender out) {
    out.putInt(1);
    out.putByte((Boolean) value ? 1 : 0);
  }

  private static void putDate(Object value, ByteAppender out) {
    out.putInt(4);
    out.putInt((Integer) value - EPOCH_DAYS);
  }

  private static void putUuid(Object value, ByteAppender out) {
    UUID uuid = (UUID) value;
    out.putInt(16);
    out.putLong(uuid.getMostSignificantBits());
    out.putLong(uuid.getLeastSignificantBits());
  }

  private static void putJsonb(Object value, ByteAppender out) {
    byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
    out.putInt(text.length + 1);
    out.putByte(1);
    out.putBytes(text, 0, text.length);
  }

  private static void putBytea(Object value, ByteAppender out) {
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    int length = buffer.remaining();
    out.putInt(length);
    int at = out.reserve(length);
    buffer.get(out.bytes(), at, length);
  }

  private static FieldWriter array(ColumnType element) {
    FieldWriter writer = writer(element);
    int oid = oid(element.kind());
    return (value, out) -> {
      List<?> items = (List<?>) value;
      int length = out.reserve(4);
      out.putInt(items.isEmpty() ? 0 : 1);
      out.putInt(items.stream().anyMatch(Objects::isNull) ? 1 : 0);
      out.putInt(oid);
      if (!items.isEmpty()) {
        out.putInt(items.size());
        out.putInt(1); // lower bound
      }
      for (Object item : items) {
        if (item == null) {
          putNull(out);
        } else {
          writer.write(item, out);
        }
      }
      out.setInt(length, out.size() - length - 4);
    };
  }

  /** Object ids from pg_type.dat; they are the same on every server. */
  private static int oid(ColumnType.Kind kind) {
    return switch (kind) {
      case SMALLINT -> 21;
      case INTEGER -> 23;
      case BIGINT -> 20;
      case NUMERIC -> 1700;
      case REAL -> 700;
      case DOUBLE -> 701;
      case BOOLEAN -> 16;
      case TEXT -> 25;
      case VARCHAR -> 1043;
      case CHAR -> 1042;
      case DATE -> 1082;
      case TIME -> 1083;
      case TIMESTAMP -> 1114;
      case TIMESTAMPTZ -> 1184;
      case UUID -> 2950;
      case JSONB -> 3802;
      case BYTEA -> 17;
      case ARRAY -> throw new IllegalArgumentException("an array of arrays");
    };
  }
}
