package io.towpath.transforms.expression;

import io.towpath.contract.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.common.types.BoolT;
import org.projectnessie.cel.common.types.BytesT;
import org.projectnessie.cel.common.types.DoubleT;
import org.projectnessie.cel.common.types.IntT;
import org.projectnessie.cel.common.types.NullT;
import org.projectnessie.cel.common.types.StringT;
import org.projectnessie.cel.common.types.TimestampT;
import org.projectnessie.cel.common.types.pb.DefaultTypeAdapter;
import org.projectnessie.cel.common.types.ref.Val;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;

/** Maps columns to CEL: its types, with null among the values of each, and its values. */
final class CelTypes {
  private CelTypes() {}

  /** The type of a column in an expression. */
  static Type of(ColumnType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT -> Decls.newWrapperType(Decls.Int);
      case NUMERIC, REAL, DOUBLE -> Decls.newWrapperType(Decls.Double);
      case BOOLEAN -> Decls.newWrapperType(Decls.Bool);
      case TIMESTAMP, TIMESTAMPTZ -> Decls.Timestamp;
      case BYTEA -> Decls.newWrapperType(Decls.Bytes);
      case ARRAY -> Decls.Dyn;
      case TEXT, VARCHAR, CHAR, DATE, TIME, UUID, JSONB -> Decls.newWrapperType(Decls.String);
    };
  }

  /** A record's value in an expression. */
  static Val value(ColumnType type, @Nullable Object value) {
    if (value == null) {
      return NullT.NullValue;
    }
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT -> IntT.intOf(((Number) value).longValue());
      case NUMERIC -> DoubleT.doubleOf(((BigDecimal) value).doubleValue());
      case REAL, DOUBLE -> DoubleT.doubleOf(((Number) value).doubleValue());
      case BOOLEAN -> (Boolean) value ? BoolT.True : BoolT.False;
      case DATE -> StringT.stringOf(LocalDate.ofEpochDay((Integer) value).toString());
      case TIME -> StringT.stringOf(LocalTime.ofNanoOfDay((Long) value * 1000).toString());
      case TIMESTAMP, TIMESTAMPTZ -> TimestampT.timestampOf(instant((Long) value));
      case BYTEA -> BytesT.bytesOf(bytes((ByteBuffer) value));
      case ARRAY -> list(type.element(), (List<?>) value);
      case TEXT, VARCHAR, CHAR, UUID, JSONB -> StringT.stringOf(value.toString());
    };
  }

  private static Val list(@Nullable ColumnType element, List<?> items) {
    ColumnType type = element == null ? ColumnType.of(ColumnType.Kind.TEXT) : element;
    Val[] values = items.stream().map(item -> value(type, item)).toArray(Val[]::new);
    return DefaultTypeAdapter.Instance.nativeToValue(values);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
