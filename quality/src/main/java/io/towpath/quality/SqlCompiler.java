package io.towpath.quality;

import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.yaml.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.TrimFunction;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.schema.Column;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the SQL of a predicate over one row, as far as it means the same here as in PostgreSQL.
 */
final class SqlCompiler {
  private static final String SUPPORTED =
      "; a rule that rejects rows may use columns, literals, comparisons, and, or, not, is null, in,"
          + " between, like, + - * / %, coalesce, nullif, length, lower, upper, trim, abs";

  private final Contract contract;
  private final Schema schema;
  private final Set<String> columns = new LinkedHashSet<>();

  SqlCompiler(Contract contract, Schema schema) {
    this.contract = contract;
    this.schema = schema;
  }

  /** Compiles a predicate. */
  SqlNode predicate(String text) {
    try {
      SqlNode node = compile(CCJSqlParserUtil.parseCondExpression(text, false));
      return SqlLogic.condition(node);
    } catch (JSQLParserException e) {
      String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new SqlProblem("this is no SQL predicate: " + message);
    }
  }

  /** The columns that the predicate speaks of, in its order. */
  Set<String> columns() {
    return columns;
  }

  SqlNode compile(Expression expression) {
    if (expression instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
      return compile(list.get(0));
    }
    if (expression instanceof Column column) {
      return column(column);
    }
    if (expression instanceof SignedExpression signed) {
      return SqlArithmetic.signed(signed.getSign(), compile(signed.getExpression()));
    }
    if (expression instanceof Function function) {
      return function(function);
    }
    if (expression instanceof TrimFunction trim) {
      return trim(trim);
    }
    SqlNode literal = literal(expression);
    SqlNode node = literal == null ? SqlArithmetic.compile(this, expression) : literal;
    node = node == null ? SqlLogic.compile(this, expression) : node;
    if (node == null) {
      throw unsupported(expression.toString());
    }
    return node;
  }

  static SqlProblem unsupported(String what) {
    return new SqlProblem(what + " is not supported" + SUPPORTED);
  }

  private static @Nullable SqlNode literal(Expression expression) {
    if (expression instanceof LongValue number) {
      BigDecimal value = new BigDecimal(number.getStringValue());
      return value.precision() <= 18
          ? SqlNode.constant(SqlType.WHOLE, value.longValueExact())
          : SqlNode.constant(SqlType.DECIMAL, value);
    }
    if (expression instanceof DoubleValue number) {
      return SqlNode.constant(SqlType.DECIMAL, new BigDecimal(number.toString()));
    }
    if (expression instanceof StringValue text) {
      return text(text);
    }
    if (expression instanceof BooleanValue flag) {
      return SqlNode.constant(SqlType.BOOLEAN, flag.getValue());
    }
    if (expression instanceof NullValue) {
      return SqlNode.untyped(null);
    }
    return expression instanceof CastExpression cast ? cast(cast) : null;
  }

  private static SqlNode text(StringValue text) {
    if (text.getPrefix() != null) {
      throw unsupported(text.toString());
    }
    return SqlNode.untyped(text.getNotExcapedValue());
  }

  /** Only of literals: {@code date '2020-01-31'} and {@code '2020-01-31'::date}. */
  private static SqlNode cast(CastExpression cast) {
    String name = cast.getColDataType().toString().toLowerCase(Locale.ROOT).strip();
    SqlType type =
        switch (name) {
          case "date" -> SqlType.DATE;
          case "time", "time without time zone" -> SqlType.TIME;
          case "timestamp", "timestamp without time zone" -> SqlType.TIMESTAMP;
          case "timestamptz", "timestamp with time zone" -> SqlType.TIMESTAMPTZ;
          case "numeric", "decimal" -> SqlType.DECIMAL;
          case "uuid" -> SqlType.UUID;
          case "text" -> SqlType.TEXT;
          default -> null;
        };
    if (type == null || !(cast.getLeftExpression() instanceof StringValue literal)) {
      throw unsupported(cast.toString());
    }
    return text(literal).as(type);
  }

  private SqlNode column(Column column) {
    if (column.getTable() != null) {
      throw new SqlProblem("write " + column.getColumnName() + " without a table before it");
    }
    String written = column.getColumnName();
    boolean quoted = written.startsWith("\"");
    String name =
        quoted
            ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
            : written.toLowerCase(Locale.ROOT);
    Field field = contract.field(name).orElseThrow(() -> unknown(name));
    Schema.Field position = schema.getField(name);
    if (position == null) {
      throw new SqlProblem(name + " is filled by Towpath after the rows are judged");
    }
    SqlType type = SqlType.of(field.type());
    if (type == null) {
      throw new SqlProblem(name + " is " + field.type().kind() + ", which a row rule cannot judge");
    }
    columns.add(name);
    int at = position.pos();
    return type == SqlType.CHAR
        ? SqlNode.of(type, record -> stripped((String) record.get(at)))
        : SqlNode.of(type, record -> record.get(at));
  }

  private static @Nullable String stripped(@Nullable String text) {
    return text == null ? null : text.stripTrailing();
  }

  private SqlProblem unknown(String name) {
    List<String> names = contract.fields().stream().map(Field::name).toList();
    return new SqlProblem("there is no column " + name + Nearest.hint(name, names));
  }

  /** Its words, such as {@code both 'x' from}, are a grammar of their own. */
  private SqlNode trim(TrimFunction trim) {
    if (trim.getTrimSpecification() != null || trim.getFromExpression() != null) {
      throw unsupported(trim.toString());
    }
    return SqlFunctions.call("trim", List.of(compile(trim.getExpression())));
  }

  private SqlNode function(Function function) {
    List<SqlNode> arguments = new ArrayList<>();
    if (function.getParameters() != null) {
      for (Expression parameter : function.getParameters()) {
        arguments.add(compile(parameter));
      }
    }
    return SqlFunctions.call(function.getName().toLowerCase(Locale.ROOT), arguments);
  }
}
