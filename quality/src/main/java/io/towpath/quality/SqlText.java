package io.towpath.quality;

import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Field;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the SQL of metrics. */
final class SqlText {
  private SqlText() {}

  static String rows(String condition) {
    return "count(*) filter (where " + condition + ")";
  }

  /** Of no rows, none breaks anything. */
  static String percent(String condition) {
    return "coalesce(100.0 * " + rows(condition) + " / nullif(count(*), 0), 0)";
  }

  /** How many keys are there more than once; a key with a null in it equals no other. */
  static String duplicates(List<String> columns) {
    String keys = columns.stream().map(SqlText::name).collect(Collectors.joining(", "));
    String known =
        columns.stream()
            .map(column -> name(column) + " is not null")
            .collect(Collectors.joining(" and "));
    return "(select count(*) from (select 1 from {object} where "
        + known
        + " group by "
        + keys
        + " having count(*) > 1) as duplicates)";
  }

  static String isNull(String column) {
    return name(column) + " is null";
  }

  static String isMissing(Field field, List<String> words) {
    String in = in(field, words);
    return in == null ? isNull(field.name()) : "(" + isNull(field.name()) + " or " + in + ")";
  }

  /** Null makes each comparison unknown, so that it is not counted. */
  static String isInvalid(Field field, List<String> valid, @Nullable String pattern) {
    StringBuilder condition = new StringBuilder();
    if (!valid.isEmpty()) {
      String in = in(field, valid);
      condition.append(in == null ? name(field.name()) + " is not null" : "not " + in);
    }
    if (pattern != null) {
      condition.append(condition.isEmpty() ? "" : " or ");
      condition.append(name(field.name())).append(" !~ ").append(value(pattern));
    }
    return "(" + (condition.isEmpty() ? "false" : condition) + ")";
  }

  /** Null where no word is a value of the column's type at all, on which PostgreSQL would fail. */
  private static @Nullable String in(Field field, List<String> words) {
    String values =
        words.stream()
            .map(word -> canonical(field, word))
            .flatMap(Optional::stream)
            .map(SqlText::value)
            .collect(Collectors.joining(", "));
    return values.isEmpty() ? null : name(field.name()) + " in (" + values + ")";
  }

  /** As PostgreSQL reads it: 1 where the contract writes 1.0 for an integer. */
  private static Optional<String> canonical(Field field, String word) {
    Kind kind = field.type().kind();
    if (kind == Kind.JSONB) {
      return Optional.empty();
    }
    try {
      return Optional.of(Literals.text(kind, Literals.parse(field.type(), word)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** By the standard, in which a backslash means itself; that is PostgreSQL's default. */
  private static String value(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
