package io.towpath.io.postgres.stage;

import io.towpath.contract.ColumnType;
import java.util.Locale;
import java.util.Objects;

/** Names a column's type in SQL, in PostgreSQL's own short words. */
final class TypeName {

  private TypeName() {}

  static String of(ColumnType type) {
    return switch (type.kind()) {
      case NUMERIC ->
          type.precision() == 0
              ? "numeric"
              : "numeric(" + type.precision() + "," + type.scale() + ")";
      case DOUBLE -> "double precision";
      case VARCHAR -> withLength("varchar", type.length());
      case CHAR -> withLength("char", type.length());
      case ARRAY -> of(Objects.requireNonNull(type.element())) + "[]";
      default -> type.kind().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String withLength(String name, int length) {
    return length == 0 ? name : name + "(" + length + ")";
  }
}
