package io.towpath.quality;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The functions that a predicate may call. */
final class SqlFunctions {
  private SqlFunctions() {}

  static SqlNode call(String name, List<SqlNode> arguments) {
    return switch (name) {
      case "coalesce" -> coalesce(arguments);
      case "nullif" -> nullif(take(name, arguments, 2));
      case "length", "char_length", "character_length" ->
          ofText(
              take(name, arguments, 1).get(0),
              SqlType.WHOLE,
              text -> (long) text.codePointCount(0, text.length()));
      case "lower" ->
          ofText(
              take(name, arguments, 1).get(0), SqlType.TEXT, text -> text.toLowerCase(Locale.ROOT));
      case "upper" ->
          ofText(
              take(name, arguments, 1).get(0), SqlType.TEXT, text -> text.toUpperCase(Locale.ROOT));
      case "trim", "btrim" ->
          ofText(take(name, arguments, 1).get(0), SqlType.TEXT, SqlFunctions::trim);
      case "abs" -> abs(take(name, arguments, 1).get(0));
      default -> throw SqlCompiler.unsupported(name + "()");
    };
  }

  private static List<SqlNode> take(String name, List<SqlNode> arguments, int count) {
    if (arguments.size() != count) {
      throw new SqlProblem(name + "() takes " + count + " arguments, found " + arguments.size());
    }
    return arguments;
  }

  private static SqlNode coalesce(List<SqlNode> arguments) {
    if (arguments.isEmpty()) {
      throw new SqlProblem("coalesce() takes at least one argument");
    }
    SqlNode first = arguments.get(0);
    for (SqlNode argument : arguments.subList(1, arguments.size())) {
      first = SqlNode.of(SqlNode.common(first, argument), record -> null);
    }
    SqlType type = first.type() == SqlType.UNTYPED ? SqlType.TEXT : first.type();
    SqlNode[] values = arguments.stream().map(node -> node.as(type)).toArray(SqlNode[]::new);
    return SqlNode.of(type, record -> firstValue(values, record));
  }

  private static @Nullable Object firstValue(SqlNode[] nodes, GenericRecord record) {
    for (SqlNode node : nodes) {
      Object value = node.value().of(record);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static SqlNode nullif(List<SqlNode> arguments) {
    SqlType type = SqlNode.common(arguments.get(0), arguments.get(1));
    SqlNode left = arguments.get(0).as(type);
    SqlNode right = arguments.get(1).as(type);
    return SqlNode.of(
        type,
        record -> {
          Object value = left.value().of(record);
          Object other = right.value().of(record);
          return value != null && other != null && type.compare(value, other) == 0 ? null : value;
        });
  }

  private interface OfText {
    Object apply(String text);
  }

  private static SqlNode ofText(SqlNode argument, SqlType type, OfText function) {
    SqlNode text = SqlLogic.text(argument);
    return SqlNode.of(
        type,
        record -> {
          Object value = text.value().of(record);
          return value == null ? null : function.apply((String) value);
        });
  }

  /** SQL trims blanks, not every kind of white space. */
  private static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == ' ') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == ' ') {
      to--;
    }
    return text.substring(from, to);
  }

  private static SqlNode abs(SqlNode argument) {
    if (!argument.type().isNumber()) {
      throw new SqlProblem("abs() takes a number, found " + argument.type().words());
    }
    return SqlNode.of(
        argument.type(),
        record -> {
          Object value = argument.value().of(record);
          if (value == null) {
            return null;
          }
          return switch (argument.type()) {
            case WHOLE -> Math.absExact(((Number) value).longValue());
            case DECIMAL -> ((BigDecimal) value).abs();
            default -> Math.abs(((Number) value).doubleValue());
          };
        });
  }
}
