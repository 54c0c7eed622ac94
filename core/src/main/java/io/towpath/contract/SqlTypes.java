package io.towpath.contract;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes types as PostgreSQL does. */
final class SqlTypes {
  private SqlTypes() {}

  static String text(@Nullable ColumnType type) {
    if (type == null) {
      return "of no type";
    }
    return switch (type.kind()) {
      case NUMERIC ->
          type.precision() == 0
              ? "numeric"
              : "numeric(" + type.precision() + "," + type.scale() + ")";
      case DOUBLE -> "double precision";
      case VARCHAR -> type.length() == 0 ? "varchar" : "varchar(" + type.length() + ")";
      case CHAR -> "char(" + type.length() + ")";
      case ARRAY -> text(type.element()) + "[]";
      default -> type.kind().name().toLowerCase(Locale.ROOT);
    };
  }
}
