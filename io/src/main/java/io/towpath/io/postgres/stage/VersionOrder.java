package io.towpath.io.postgres.stage;

import io.towpath.contract.ColumnType;
import io.towpath.contract.Field;
import io.towpath.core.ByteAppender;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * Writes version values as bytes whose unsigned order is PostgreSQL's order of the values, so that
 * the latest row of a key is found by comparing bytes. Null is the lowest. Texts are ordered by
 * their bytes, which the publishing statements ask for as well ({@code collate "C"}): the order of
 * a language may change with the operating system, and with it who wins.
 */
final class VersionOrder {
  private static final int NULL = 0;
  private static final int PRESENT = 1;
  private static final int ZERO = 0x80;
  private static final int POSITIVE = 0x81;
  private static final Set<ColumnType.Kind> REFUSED =
      EnumSet.of(ColumnType.Kind.CHAR, ColumnType.Kind.JSONB, ColumnType.Kind.ARRAY);

  private VersionOrder() {}

  /** Whether columns of the type can tell versions apart. */
  static boolean accepts(ColumnType type) {
    return !REFUSED.contains(type.kind());
  }

  /** The writer of a version column; {@link #putNull} stands for null. */
  static CopyBinary.FieldWriter writer(Field field) {
    CopyBinary.FieldWriter writer = ofPresent(field);
    return (value, out) -> {
      out.putByte(PRESENT);
      writer.write(value, out);
    };
  }

  static void putNull(ByteAppender out) {
    out.putByte(NULL);
  }

  private static CopyBinary.FieldWriter ofPresent(Field field) {
    return switch (field.type().kind()) {
      case SMALLINT, INTEGER, DATE ->
          (value, out) -> out.putInt((Integer) value ^ Integer.MIN_VALUE);
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ ->
          (value, out) -> out.putLong((Long) value ^ Long.MIN_VALUE);
      case BOOLEAN -> (value, out) -> out.putByte((Boolean) value ? 1 : 0);
      case REAL -> (value, out) -> putDouble((Float) value, out);
      case DOUBLE -> (value, out) -> putDouble((Double) value, out);
      case NUMERIC -> (value, out) -> putNumeric((BigDecimal) value, out);
      case TEXT, VARCHAR -> VersionOrder::putText;
      case UUID -> VersionOrder::putUuid;
      case BYTEA -> VersionOrder::putBytea;
      case CHAR, JSONB, ARRAY ->
          throw new IllegalArgumentException(field.name() + " cannot tell versions apart");
    };
  }

  /** IEEE 754 bits, negatives reversed. Zeros are equal, and NaN is above all as in PostgreSQL. */
  private static void putDouble(double value, ByteAppender out) {
    long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
    out.putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
  }

  /** Sign, then the exponent of the first digit, then the digits with an end below every digit. */
  private static void putNumeric(BigDecimal value, ByteAppender out) {
    if (value.signum() == 0) {
      out.putByte(ZERO);
      return;
    }
    int start = out.size();
    BigDecimal number = value.stripTrailingZeros();
    out.putByte(POSITIVE);
    out.putInt((number.precision() - number.scale()) ^ Integer.MIN_VALUE);
    String digits = number.unscaledValue().abs().toString();
    for (int i = 0; i < digits.length(); i++) {
      out.putByte(digits.charAt(i) - '0' + 1);
    }
    out.putByte(0);
    if (value.signum() < 0) {
      for (int at = start; at < out.size(); at++) {
        out.setByte(at, ~out.bytes()[at]);
      }
    }
  }

  /** No text of PostgreSQL holds the byte 0, so it can end them. */
  private static void putText(Object value, ByteAppender out) {
    byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
    out.putBytes(text, 0, text.length);
    out.putByte(0);
  }

  private static void putUuid(Object value, ByteAppender out) {
    out.putLong(((UUID) value).getMostSignificantBits());
    out.putLong(((UUID) value).getLeastSignificantBits());
  }

  /** A byte 0 is followed by 0xFF, the end is 0 and 0. */
  private static void putBytea(Object value, ByteAppender out) {
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    while (buffer.hasRemaining()) {
      byte next = buffer.get();
      out.putByte(next);
      if (next == 0) {
        out.putByte(0xFF);
      }
    }
    out.putShort(0);
  }
}
