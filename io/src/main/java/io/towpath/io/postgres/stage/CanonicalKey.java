package io.towpath.io.postgres.stage;

import io.towpath.contract.ColumnType;
import io.towpath.contract.Field;
import io.towpath.core.ByteAppender;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * Writes key values as bytes that are equal exactly where PostgreSQL says the values are equal, so
 * that a bucket holds all rows of a key and compares them without knowing their types. Texts are
 * equal by their bytes, as they are to every deterministic collation.
 */
final class CanonicalKey {
  /** Types whose equality is not that of their values, or is none. */
  private static final Set<ColumnType.Kind> REFUSED =
      EnumSet.of(
          ColumnType.Kind.REAL,
          ColumnType.Kind.DOUBLE,
          ColumnType.Kind.CHAR,
          ColumnType.Kind.JSONB,
          ColumnType.Kind.ARRAY);

  private CanonicalKey() {}

  /** Whether columns of the type can be part of a key. */
  static boolean accepts(ColumnType type) {
    return !REFUSED.contains(type.kind());
  }

  /** The writer of a key column. */
  static CopyBinary.FieldWriter writer(Field field) {
    return switch (field.type().kind()) {
      case SMALLINT, INTEGER, DATE -> (value, out) -> out.putInt((Integer) value);
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ -> (value, out) -> out.putLong((Long) value);
      case BOOLEAN -> (value, out) -> out.putByte((Boolean) value ? 1 : 0);
      case NUMERIC -> CanonicalKey::putNumeric;
      case TEXT, VARCHAR -> CopyBinary::putText;
      case UUID -> CanonicalKey::putUuid;
      case BYTEA -> CanonicalKey::putBytea;
      case REAL, DOUBLE, CHAR, JSONB, ARRAY ->
          throw new IllegalArgumentException(field.name() + " cannot be part of a key");
    };
  }

  private static void putNumeric(Object value, ByteAppender out) {
    BigDecimal number = ((BigDecimal) value).stripTrailingZeros();
    byte[] unscaled = number.unscaledValue().toByteArray();
    out.putInt(number.signum() == 0 ? 0 : number.scale());
    out.putInt(unscaled.length);
    out.putBytes(unscaled, 0, unscaled.length);
  }

  private static void putUuid(Object value, ByteAppender out) {
    out.putLong(((UUID) value).getMostSignificantBits());
    out.putLong(((UUID) value).getLeastSignificantBits());
  }

  private static void putBytea(Object value, ByteAppender out) {
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    int length = buffer.remaining();
    out.putInt(length);
    int at = out.reserve(length);
    buffer.get(out.bytes(), at, length);
  }
}
