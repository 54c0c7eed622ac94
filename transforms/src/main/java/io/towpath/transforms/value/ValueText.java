package io.towpath.transforms.value;

import io.towpath.contract.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes values of records for people: dates and times by ISO 8601, bytes in hexadecimal. */
public final class ValueText {
  private static final long SECOND = 1_000_000L;

  private ValueText() {}

  /** The text of a value that has the class which its type names. */
  public static String of(Object value, ColumnType type) {
    return switch (type.kind()) {
      case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
      case TIME -> LocalTime.ofNanoOfDay((Long) value * 1000).toString();
      case TIMESTAMP -> local((Long) value);
      case TIMESTAMPTZ -> local((Long) value) + "Z";
      case NUMERIC -> ((BigDecimal) value).toPlainString();
      case BYTEA -> hex((ByteBuffer) value);
      case ARRAY -> array((List<?>) value, Objects.requireNonNull(type.element()));
      case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, BOOLEAN, TEXT, VARCHAR, CHAR, UUID, JSONB ->
          value.toString();
    };
  }

  /** The text of a time without zone that is so many microseconds after 1970-01-01 00:00. */
  public static String local(long micros) {
    Instant instant =
        Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1000);
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
  }

  private static String hex(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String array(List<?> values, ColumnType element) {
    List<@Nullable String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(value == null ? "null" : of(value, element));
    }
    return "{" + String.join(",", texts) + "}";
  }
}
