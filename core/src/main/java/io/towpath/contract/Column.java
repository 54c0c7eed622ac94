package io.towpath.contract;

import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import org.jspecify.annotations.Nullable;

/**
 * A column while its contract is read: the field, and what the property says about keys.
 *
 * @param property ODCS name, by which the rest of the contract refers to it
 * @param keyPosition counted from 1; -1 if not said
 * @param partitionBy value of our key, null if not said
 * @param keys where the property stands
 */
record Column(
    String property,
    Field field,
    boolean unique,
    boolean primaryKey,
    long keyPosition,
    boolean partitioned,
    @Nullable YamlValue partitionBy,
    YamlKeys keys) {

  String name() {
    return field.name();
  }

  /** Whether PostgreSQL's order of its values can be computed from the bytes. */
  boolean isOrdered() {
    return switch (field.type().kind()) {
      case CHAR, JSONB, BYTEA, ARRAY -> false;
      default -> true;
    };
  }

  /** Whether PostgreSQL's equality of its values can be computed from the bytes. */
  boolean isComparable() {
    return switch (field.type().kind()) {
      case REAL, DOUBLE, CHAR, JSONB, BYTEA, ARRAY -> false;
      default -> true;
    };
  }

  boolean isTemporal() {
    return switch (field.type().kind()) {
      case DATE, TIMESTAMP, TIMESTAMPTZ -> true;
      default -> false;
    };
  }

  /** Notes a mistake where the key stands, or where the property begins. */
  void problemAt(String key, String message) {
    keys.problemAt(key, message);
  }
}
