package io.towpath.contract;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL type and, by its kind, the Java class that a record's value has in memory.
 *
 * @param kind which type
 * @param precision digits of a numeric, 0 if unlimited
 * @param scale digits after the point of a numeric
 * @param length characters of varchar and char, 0 if unlimited
 * @param element element type of an array, else null
 */
public record ColumnType(
    Kind kind, int precision, int scale, int length, @Nullable ColumnType element)
    implements Serializable {

  /** The types, each with the class of its values in a record. */
  public enum Kind {
    SMALLINT(Integer.class),
    INTEGER(Integer.class),
    BIGINT(Long.class),
    NUMERIC(java.math.BigDecimal.class),
    REAL(Float.class),
    DOUBLE(Double.class),
    BOOLEAN(Boolean.class),
    TEXT(String.class),
    VARCHAR(String.class),
    CHAR(String.class),
    /** Days since 1970-01-01. */
    DATE(Integer.class),
    /** Microseconds of the day. */
    TIME(Long.class),
    /** Microseconds since 1970-01-01 00:00 of no zone. */
    TIMESTAMP(Long.class),
    /** Microseconds since 1970-01-01 00:00 UTC. */
    TIMESTAMPTZ(Long.class),
    UUID(java.util.UUID.class),
    /** JSON text. */
    JSONB(String.class),
    BYTEA(java.nio.ByteBuffer.class),
    ARRAY(java.util.List.class);

    private final Class<?> javaClass;

    Kind(Class<?> javaClass) {
      this.javaClass = javaClass;
    }

    /** Class of a value in a record. */
    public Class<?> javaClass() {
      return javaClass;
    }
  }

  /** A type without parameters. */
  public static ColumnType of(Kind kind) {
    return new ColumnType(kind, 0, 0, 0, null);
  }

  /** A numeric with precision and scale. */
  public static ColumnType numeric(int precision, int scale) {
    return new ColumnType(Kind.NUMERIC, precision, scale, 0, null);
  }

  /** An array of elements of one type. */
  public static ColumnType array(ColumnType element) {
    return new ColumnType(Kind.ARRAY, 0, 0, 0, element);
  }
}
