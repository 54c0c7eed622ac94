package io.towpath.io.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns one value of a driver's row into Avro's. Dates and times are taken by their text: drivers
 * make null of what Java has no date for, such as MySQL's 0000-00-00.
 */
final class DriverValue {
  private static final int NULL = 0;
  private static final int VALUE = 1;
  private static final int TEXT = 2;
  private static final LocalDateTime EPOCH = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);

  private DriverValue() {}

  static void write(SourceColumn column, ResultSet row, int index, AvroBuffer out)
      throws SQLException {
    switch (column.type()) {
      case BYTEA -> bytes(row.getBytes(index), out);
      case REAL, DOUBLE -> number(column, row, index, out);
      case BOOLEAN -> {
        boolean value = row.getBoolean(index);
        if (begin(row.wasNull(), out)) {
          out.flag(value);
        }
      }
      case INTEGER, BIGINT -> {
        long value = row.getLong(index);
        if (begin(row.wasNull(), out)) {
          out.number(value);
        }
      }
      default -> text(column, row.getString(index), out);
    }
  }

  private static boolean begin(boolean isNull, AvroBuffer out) {
    out.number(isNull ? NULL : VALUE);
    return !isNull;
  }

  private static void bytes(byte @Nullable [] value, AvroBuffer out) {
    if (value == null) {
      out.number(NULL);
      return;
    }
    out.number(VALUE);
    out.bytes(value, 0, value.length);
  }

  private static void number(SourceColumn column, ResultSet row, int index, AvroBuffer out)
      throws SQLException {
    double value = row.getDouble(index);
    if (!begin(row.wasNull(), out)) {
      return;
    }
    if (column.type() == ValueType.REAL) {
      out.real(Float.floatToIntBits((float) value));
    } else {
      out.real(Double.doubleToLongBits(value));
    }
  }

  private static void text(SourceColumn column, @Nullable String value, AvroBuffer out) {
    if (value == null) {
      out.number(NULL);
      return;
    }
    switch (column.type()) {
      case DECIMAL -> decimal(column, value, out);
      case DATE -> time(value, text -> LocalDate.parse(text).toEpochDay(), out);
      case TIME -> time(value, text -> LocalTime.parse(text).toNanoOfDay() / 1000, out);
      case TIMESTAMP, TIMESTAMPTZ -> time(value, DriverValue::micros, out);
      default -> {
        out.number(VALUE);
        out.text(value);
      }
    }
  }

  private static void decimal(SourceColumn column, String value, AvroBuffer out) {
    out.number(VALUE);
    byte[] unscaled = new BigDecimal(value).setScale(column.scale()).unscaledValue().toByteArray();
    out.bytes(unscaled, 0, unscaled.length);
  }

  private static long micros(String text) {
    return ChronoUnit.MICROS.between(EPOCH, LocalDateTime.parse(text.replace(' ', 'T')));
  }

  /** What is no date or time to Java comes as the database shows it. */
  private static void time(String value, ToLongFunction<String> parse, AvroBuffer out) {
    long number;
    try {
      number = parse.applyAsLong(value);
    } catch (DateTimeException e) {
      out.number(TEXT);
      out.text(value);
      return;
    }
    out.number(VALUE);
    out.number(number);
  }
}
