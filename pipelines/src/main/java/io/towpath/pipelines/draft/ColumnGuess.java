package io.towpath.pipelines.draft;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.transforms.value.Refusal;
import io.towpath.transforms.value.ValueParser;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a column seems to be, by the texts of a sample.
 *
 * @param type which holds all that was seen
 * @param seen how many records there were
 * @param empty in how many of them there was nothing
 * @param distinct how many different values there were
 */
record ColumnGuess(String name, ColumnType type, int seen, int empty, int distinct) {
  /** Numbers that begin so are names: postal codes, account numbers. */
  private static final Pattern NAME_OF_DIGITS = Pattern.compile("[+-]?0\\d.*|\\+.*");

  private static final Pattern TRUTH = Pattern.compile("(?i)true|false");
  private static final Pattern JSON = Pattern.compile("(?s)\\{.*}|\\[.*]");
  private static final int SMALL_PRECISION = 18;
  private static final int LARGE_PRECISION = 38;
  private static final int SPARE_DIGITS = 3;
  private static final Feed.Decode PLAIN =
      new Feed.Decode(null, null, ZoneOffset.UTC, true, false, false);

  /**
   * Guesses.
   *
   * @param declared type that the source names itself, null if it gives texts
   * @param texts one for each record, null where there is nothing
   */
  static ColumnGuess of(String name, @Nullable ColumnType declared, List<@Nullable String> texts) {
    Set<String> values = new HashSet<>();
    int empty = 0;
    for (String text : texts) {
      if (text == null) {
        empty++;
      } else {
        values.add(text);
      }
    }
    ColumnType type = declared == null ? guess(values) : declared;
    return new ColumnGuess(name, type, texts.size(), empty, values.size());
  }

  /** Texts that programs write where they have nothing. */
  private static final List<String> NULL_TEXTS = List.of("NA", "N/A", "NULL", "null", "\\N", "-");

  /**
   * A text that means nothing in these columns: without it, one of them would hold numbers, times
   * or the like.
   */
  static Optional<String> nullText(List<List<@Nullable String>> columns) {
    return NULL_TEXTS.stream()
        .filter(text -> columns.stream().anyMatch(column -> isNull(text, column)))
        .findFirst();
  }

  private static boolean isNull(String text, List<@Nullable String> column) {
    Set<String> values = new HashSet<>();
    column.stream().filter(Objects::nonNull).forEach(values::add);
    return values.remove(text) && !values.isEmpty() && guess(values).kind() != Kind.TEXT;
  }

  /** Whether it may tell records apart. */
  boolean couldBeKey() {
    boolean exact =
        switch (type.kind()) {
          case SMALLINT, INTEGER, BIGINT, TEXT, VARCHAR, UUID -> true;
          case NUMERIC, REAL, DOUBLE, BOOLEAN, CHAR, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> false;
          case JSONB, BYTEA, ARRAY -> false;
        };
    return exact && isAlwaysThere() && distinct == seen;
  }

  /** Whether no record lacked it. */
  boolean isAlwaysThere() {
    return seen > 0 && empty == 0;
  }

  private static ColumnType guess(Set<String> values) {
    if (values.isEmpty()) {
      return ColumnType.of(Kind.TEXT);
    }
    if (all(values, TRUTH)) {
      return ColumnType.of(Kind.BOOLEAN);
    }
    if (values.stream()
        .noneMatch(value -> NAME_OF_DIGITS.matcher(value).matches() && !value.contains("."))) {
      if (fit(values, Kind.BIGINT)) {
        return ColumnType.of(Kind.BIGINT);
      }
      ColumnType number = number(values);
      if (number != null) {
        return number;
      }
    }
    for (Kind kind : List.of(Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.TIME, Kind.UUID)) {
      if (fit(values, kind)) {
        return ColumnType.of(kind);
      }
    }
    return ColumnType.of(all(values, JSON) && fit(values, Kind.JSONB) ? Kind.JSONB : Kind.TEXT);
  }

  private static boolean all(Set<String> values, Pattern pattern) {
    return values.stream().allMatch(value -> pattern.matcher(value).matches());
  }

  private static boolean fit(Set<String> values, Kind kind) {
    ValueParser parser = ValueParser.of(ColumnType.of(kind), PLAIN);
    return values.stream().noneMatch(value -> parser.parse(value) instanceof Refusal);
  }

  /** A numeric with room for more digits than were seen; null if these are no numbers. */
  private static @Nullable ColumnType number(Set<String> values) {
    int scale = 0;
    int whole = 1;
    for (String value : values) {
      try {
        BigDecimal number = new BigDecimal(value);
        scale = Math.max(scale, number.scale());
        whole = Math.max(whole, number.precision() - number.scale());
      } catch (NumberFormatException e) {
        return null;
      }
    }
    int precision =
        whole + SPARE_DIGITS + scale <= SMALL_PRECISION ? SMALL_PRECISION : LARGE_PRECISION;
    ColumnType type = ColumnType.numeric(precision, scale);
    ValueParser parser = ValueParser.of(type, PLAIN);
    boolean fits = values.stream().noneMatch(value -> parser.parse(value) instanceof Refusal);
    return fits ? type : ColumnType.of(Kind.DOUBLE);
  }

  /** The property of a contract, with what the guess rests on. */
  String property(boolean key) {
    StringBuilder yaml = new StringBuilder("      - {name: ").append(name).append(", ");
    yaml.append(kindOf(type));
    if (isAlwaysThere()) {
      yaml.append(", required: true");
    }
    if (key) {
      yaml.append(", primaryKey: true, primaryKeyPosition: 1");
    }
    yaml.append("} # ");
    yaml.append(empty == 0 ? "never empty" : "empty in " + empty);
    return yaml.append(" in a sample of ")
        .append(seen)
        .append(", ")
        .append(distinct)
        .append(distinct == 1 ? " value" : " values")
        .toString();
  }

  private static String kindOf(ColumnType type) {
    return switch (type.kind()) {
      case SMALLINT ->
          "logicalType: integer, logicalTypeOptions: {format: i16}, physicalType: smallint";
      case INTEGER -> "logicalType: integer, physicalType: integer";
      case BIGINT ->
          "logicalType: integer, logicalTypeOptions: {format: i64}, physicalType: bigint";
      case NUMERIC ->
          "logicalType: number, physicalType: \"numeric(%d,%d)\""
              .formatted(type.precision(), type.scale());
      case REAL -> "logicalType: number, physicalType: real";
      case DOUBLE -> "logicalType: number, physicalType: double precision";
      case BOOLEAN -> "logicalType: boolean, physicalType: boolean";
      case TEXT -> "logicalType: string, physicalType: text";
      case VARCHAR -> "logicalType: string, physicalType: varchar(" + type.length() + ")";
      case CHAR -> "logicalType: string, physicalType: char(" + type.length() + ")";
      case DATE -> "logicalType: date, physicalType: date";
      case TIME -> "logicalType: time, physicalType: time";
      case TIMESTAMP ->
          "logicalType: timestamp, logicalTypeOptions: {timezone: false}, physicalType: timestamp";
      case TIMESTAMPTZ ->
          "logicalType: timestamp, logicalTypeOptions: {timezone: true}, physicalType: timestamptz";
      case UUID -> "logicalType: string, physicalType: uuid";
      case JSONB -> "logicalType: object, physicalType: jsonb";
      case BYTEA -> "logicalType: string, physicalType: bytea";
      case ARRAY ->
          throw new IllegalArgumentException(
              "no guess is an array of " + Objects.requireNonNull(type.element()).kind());
    };
  }
}
