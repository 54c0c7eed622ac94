package io.towpath.io.files;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.jspecify.annotations.Nullable;

/**
 * Gives the text of a workbook's cells: numbers with the 15 digits that they are kept with, dates
 * and times by their format as ISO 8601, truth values as {@code true} and {@code false}, formulas
 * by their last result, errors as they are shown, such as {@code #DIV/0!}.
 */
final class XlsxCells {
  private static final MathContext DIGITS = new MathContext(15);
  private static final LocalDateTime DAY_ZERO = LocalDateTime.of(1899, 12, 30, 0, 0);
  private static final BigDecimal DAY_MILLIS = BigDecimal.valueOf(86_400_000L);

  /** What in a format is no pattern: quoted text, escapes, fillers, colours and conditions. */
  private static final Pattern LITERAL =
      Pattern.compile("\"[^\"]*\"|\\\\.|_.|\\*.|\\[(?![hmsHMS]+\\])[^\\]]*\\]|General");

  private static final Pattern DAY = Pattern.compile("[ydYD]");
  private static final Pattern TIME = Pattern.compile("[hsHS]");

  private XlsxCells() {}

  /** The text of a cell, null if it is empty. */
  static @Nullable String text(@Nullable Cell cell) {
    if (cell == null || cell.getType() == CellType.EMPTY) {
      return null;
    }
    if (cell.getType() == CellType.BOOLEAN) {
      return String.valueOf(cell.asBoolean());
    }
    if (cell.getType() == CellType.NUMBER || cell.getType() == CellType.FORMULA) {
      return result(String.valueOf(cell.getRawValue()), cell.getDataFormatString());
    }
    return cell.getText();
  }

  private static String result(String raw, @Nullable String format) {
    try {
      return number(new BigDecimal(raw), format == null ? "" : format);
    } catch (NumberFormatException e) {
      return raw; // what a formula gave may be text
    }
  }

  private static String number(BigDecimal value, String format) {
    String pattern = LITERAL.matcher(format.split(";", -1)[0]).replaceAll("");
    boolean day = DAY.matcher(pattern).find();
    boolean time = TIME.matcher(pattern).find();
    if (!day && !time) {
      return value.round(DIGITS).stripTrailingZeros().toPlainString();
    }
    LocalDateTime moment = moment(value);
    if (!day && value.compareTo(BigDecimal.ONE) < 0) {
      return moment.toLocalTime().toString();
    }
    return day && !time && moment.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? moment.toLocalDate().toString()
        : moment.toString();
  }

  /** To the millisecond, which is what the digits of a day's fraction are good for. */
  private static LocalDateTime moment(BigDecimal days) {
    long millis = days.multiply(DAY_MILLIS).setScale(0, java.math.RoundingMode.HALF_UP).longValue();
    return DAY_ZERO.plusNanos(millis * 1_000_000L);
  }
}
