package io.towpath.io.postgres.stage;

import io.towpath.config.Feed;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;

/**
 * Names the column by which the mode soft-delete says when a row was deleted; it is null in rows
 * that are not. A contract may declare it ({@code generatedBy: deletedAt}), else it is a system
 * column.
 */
public final class DeletionMark {
  /** The system column. */
  static final String COLUMN = "_deleted_at";

  static final String TYPE = "timestamptz";

  private DeletionMark() {}

  /** The column's name. */
  public static String of(Contract contract) {
    return contract.fields().stream()
        .filter(DeletionMark::isDeclared)
        .map(Field::name)
        .findFirst()
        .orElse(COLUMN);
  }

  /** Whether a field is the column. */
  public static boolean isDeclared(Field field) {
    return field.generated() == Field.Generated.DELETED_AT;
  }

  /** Whether a target has the system column. */
  static boolean isSystemColumn(Contract contract, Feed.Mode mode) {
    return mode == Feed.Mode.SOFT_DELETE
        && contract.fields().stream().noneMatch(DeletionMark::isDeclared);
  }
}
