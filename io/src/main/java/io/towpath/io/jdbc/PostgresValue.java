package io.towpath.io.jdbc;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.postgresql.util.ByteConverter;

/** Turns one value of COPY's binary form into Avro's. */
final class PostgresValue {
  private static final int NULL = 0;
  private static final int VALUE = 1;
  private static final int TEXT = 2;

  private static final int EPOCH_DAY = (int) LocalDate.of(2000, 1, 1).toEpochDay();
  private static final long EPOCH_MICROS = EPOCH_DAY * 86_400_000_000L;
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final String INFINITY = "infinity";

  private PostgresValue() {}

  static void writeNull(AvroBuffer out) {
    out.number(NULL);
  }

  /** Writes the value in {@code bytes} from {@code at} on. */
  static void write(SourceColumn column, byte[] bytes, int at, int length, AvroBuffer out) {
    switch (column.type()) {
      case DECIMAL -> decimal(column, bytes, at, out);
      case DATE -> date(ByteConverter.int4(bytes, at), out);
      case TIME -> time(ByteConverter.int8(bytes, at), out);
      case TIMESTAMP, TIMESTAMPTZ -> timestamp(ByteConverter.int8(bytes, at), out);
      default -> {
        out.number(VALUE);
        plain(column, bytes, at, length, out);
      }
    }
  }

  /** Types that Avro holds whatever their value is. */
  private static void plain(SourceColumn column, byte[] bytes, int at, int length, AvroBuffer out) {
    switch (column.type()) {
      case BOOLEAN -> out.flag(bytes[at] != 0);
      case INTEGER ->
          out.number(length == 2 ? ByteConverter.int2(bytes, at) : ByteConverter.int4(bytes, at));
      case BIGINT -> out.number(ByteConverter.int8(bytes, at));
      case REAL -> out.real(ByteConverter.int4(bytes, at));
      case DOUBLE -> out.real(ByteConverter.int8(bytes, at));
      case NUMERIC -> out.text(numeric(bytes, at));
      case UUID ->
          out.text(
              new UUID(ByteConverter.int8(bytes, at), ByteConverter.int8(bytes, at + 8))
                  .toString());
      default -> out.bytes(bytes, at, length);
    }
  }

  private static String numeric(byte[] bytes, int at) {
    String exception = PostgresNumeric.exception(bytes, at);
    return exception == null ? PostgresNumeric.decimal(bytes, at).toPlainString() : exception;
  }

  private static void decimal(SourceColumn column, byte[] bytes, int at, AvroBuffer out) {
    String exception = PostgresNumeric.exception(bytes, at);
    if (exception != null) {
      text(exception, out);
      return;
    }
    out.number(VALUE);
    PostgresNumeric.unscaled(bytes, at, column, out);
  }

  private static void date(int day, AvroBuffer out) {
    if (day == Integer.MAX_VALUE || day == Integer.MIN_VALUE) {
      text(day > 0 ? INFINITY : "-" + INFINITY, out);
      return;
    }
    out.number(VALUE);
    out.number(day + EPOCH_DAY);
  }

  /** A day may end with 24:00:00, which Avro does not know. */
  private static void time(long micros, AvroBuffer out) {
    if (micros == DAY_MICROS) {
      text("24:00:00", out);
      return;
    }
    out.number(VALUE);
    out.number(micros);
  }

  /** The last years that PostgreSQL knows are too far from 1970 for 64 bits. */
  private static void timestamp(long micros, AvroBuffer out) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      text(micros > 0 ? INFINITY : "-" + INFINITY, out);
      return;
    }
    if (micros > Long.MAX_VALUE - EPOCH_MICROS) {
      long second = Math.floorDiv(micros, 1_000_000L) + EPOCH_MICROS / 1_000_000;
      int nano = (int) Math.floorMod(micros, 1_000_000L) * 1000;
      text(LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC).toString(), out);
      return;
    }
    out.number(VALUE);
    out.number(micros + EPOCH_MICROS);
  }

  private static void text(String text, AvroBuffer out) {
    out.number(TEXT);
    out.text(text);
  }
}
