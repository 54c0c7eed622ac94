package io.towpath.io.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Shows values of the raw zone: decimals as numbers, bytes as hexadecimal digits. */
final class Kept {
  private Kept() {}

  static String shown(Object value, Schema schema) {
    if (!(value instanceof ByteBuffer buffer)) {
      return value.toString();
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
        ? new BigDecimal(new BigInteger(bytes), decimal.getScale()).toPlainString()
        : HexFormat.of().formatHex(bytes);
  }
}
