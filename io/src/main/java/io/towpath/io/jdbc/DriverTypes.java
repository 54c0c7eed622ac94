package io.towpath.io.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;

/** Tells how a column is kept from what a driver says about it. */
final class DriverTypes {
  private static final int UNSIGNED_BIGINT_DIGITS = 20;

  private DriverTypes() {}

  static SourceColumn column(ResultSetMetaData columns, int index) throws SQLException {
    String name = columns.getColumnLabel(index);
    String declared = columns.getColumnTypeName(index);
    int precision = columns.getPrecision(index);
    int scale = columns.getScale(index);
    ValueType type = type(columns, index, declared.toUpperCase(Locale.ROOT));
    if (type == ValueType.DECIMAL && columns.getColumnType(index) == Types.BIGINT) {
      precision = UNSIGNED_BIGINT_DIGITS;
      scale = 0;
    } else if (type == ValueType.DECIMAL && (precision < 1 || scale < 0 || scale > precision)) {
      type = ValueType.NUMERIC;
    }
    return new SourceColumn(name, SourceColumn.field(name), type, declared, precision, scale);
  }

  private static ValueType type(ResultSetMetaData columns, int index, String declared)
      throws SQLException {
    boolean signed = columns.isSigned(index) && !declared.contains("UNSIGNED");
    return switch (columns.getColumnType(index)) {
      case Types.BOOLEAN -> ValueType.BOOLEAN;
      case Types.TINYINT, Types.SMALLINT -> ValueType.INTEGER;
      case Types.INTEGER -> signed ? ValueType.INTEGER : ValueType.BIGINT;
      case Types.BIGINT -> signed ? ValueType.BIGINT : ValueType.DECIMAL;
      case Types.REAL -> ValueType.REAL;
      case Types.FLOAT -> declared.startsWith("FLOAT") ? ValueType.REAL : ValueType.DOUBLE;
      case Types.DOUBLE -> ValueType.DOUBLE;
      case Types.DECIMAL, Types.NUMERIC -> ValueType.DECIMAL;
      case Types.DATE -> declared.equals("YEAR") ? ValueType.OTHER : ValueType.DATE;
      case Types.TIME -> ValueType.TIME;
      case Types.TIMESTAMP ->
          declared.equals("TIMESTAMP") ? ValueType.TIMESTAMPTZ : ValueType.TIMESTAMP;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> ValueType.BYTEA;
      default -> ValueType.OTHER;
    };
  }
}
