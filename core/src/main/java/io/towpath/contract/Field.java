package io.towpath.contract;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of the target.
 *
 * @param name column name, at most 63 bytes
 * @param description comment, empty if none
 * @param type PostgreSQL type
 * @param required whether null is forbidden
 * @param constraints what values may be, for the published value
 * @param classification ODCS classification, null if none
 * @param mask how the value is masked before it is staged, null if not
 * @param generated what Towpath fills the column with, null if the source does
 * @param line where the contract declares it, counted from 1
 * @param children fields of a JSONB object, or of each object in a JSONB array; empty if the
 *     contract does not describe them
 */
public record Field(
    String name,
    String description,
    ColumnType type,
    boolean required,
    Constraints constraints,
    @Nullable String classification,
    @Nullable Mask mask,
    @Nullable Generated generated,
    int line,
    List<Field> children)
    implements Serializable {

  /** A field without children. */
  public Field(
      String name,
      String description,
      ColumnType type,
      boolean required,
      Constraints constraints,
      @Nullable String classification,
      @Nullable Mask mask,
      @Nullable Generated generated,
      int line) {
    this(
        name,
        description,
        type,
        required,
        constraints,
        classification,
        mask,
        generated,
        line,
        List.of());
  }

  /** How a value is masked. */
  public enum Mask {
    REDACT,
    NULLIFY,
    HASH,
    EMAIL,
    INITIAL,
    LAST4
  }

  /** Columns that Towpath fills. */
  public enum Generated {
    PUBLISH_TIME,
    RUN_ID,
    BATCH_ID,
    SOURCE_FILE,
    VALID_FROM,
    VALID_TO,
    DELETED_AT
  }

  /**
   * Limits on values, null or empty where there is none. Bounds are written as in the contract and
   * are parsed with the column's type. A pattern must match the whole meaning of ODCS: it is
   * searched for, unanchored. Lengths count code points.
   *
   * @param allowed texts of the allowed values, empty if any
   * @param format email, uuid, uri, hostname, ipv4, ipv6 for strings, else null
   */
  public record Constraints(
      @Nullable String minimum,
      @Nullable String maximum,
      @Nullable String exclusiveMinimum,
      @Nullable String exclusiveMaximum,
      @Nullable String multipleOf,
      @Nullable Integer minLength,
      @Nullable Integer maxLength,
      @Nullable String pattern,
      @Nullable String format,
      List<String> allowed,
      @Nullable Integer minItems,
      @Nullable Integer maxItems,
      boolean uniqueItems,
      @Nullable Constraints items)
      implements Serializable {

    /** No limits. */
    public static Constraints none() {
      return new Constraints(
          null, null, null, null, null, null, null, null, null, List.of(), null, null, false, null);
    }
  }
}
