package io.towpath.transforms.expression;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType;
import io.towpath.transforms.value.Refusal;
import io.towpath.transforms.value.ValueParser;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.projectnessie.cel.common.types.NullT;
import org.projectnessie.cel.common.types.TimestampT;
import org.projectnessie.cel.common.types.ref.Val;

/**
 * Turns an expression's result into a value of a column, by its text: ISO 8601 for dates and times,
 * or else the feed's pattern.
 */
final class ResultText {
  private final ColumnType type;
  private final ValueParser iso;
  private final @Nullable ValueParser pattern;

  ResultText(ColumnType type, Feed.Decode decode) {
    this.type = type;
    iso =
        ValueParser.of(
            type,
            new Feed.Decode(
                null,
                null,
                decode.timezone(),
                decode.emptyAsNull(),
                decode.trim(),
                decode.roundDecimals()));
    boolean patterned = decode.timestamps() != null || decode.dates() != null;
    pattern = patterned ? ValueParser.of(type, decode) : null;
  }

  /** The text of a result; null for null. */
  @Nullable String of(Val result) {
    Object value = result.value();
    if (result == NullT.NullValue || value == null) {
      return null;
    }
    if (result instanceof TimestampT) {
      return timestamp(result.convertToNative(ZonedDateTime.class).toInstant());
    }
    if (value instanceof Double number) {
      return decimal(number);
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value.toString();
  }

  private String timestamp(Instant instant) {
    return switch (type.kind()) {
      case DATE -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toLocalDate().toString();
      case TIMESTAMP -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
      default -> instant.toString();
    };
  }

  /** Without the exponent and the ".0" that Java adds. */
  private static String decimal(Double number) {
    if (number.isNaN() || number.isInfinite()) {
      return number.toString();
    }
    BigDecimal plain = new BigDecimal(number.toString()).stripTrailingZeros();
    return plain.abs().compareTo(BigDecimal.valueOf(1e15)) < 0
        ? plain.toPlainString()
        : plain.toString();
  }

  /** The value of a text, or a refusal. */
  Object parse(String text) {
    Object value = iso.parse(text);
    return value instanceof Refusal && pattern != null ? pattern.parse(text) : value;
  }
}
