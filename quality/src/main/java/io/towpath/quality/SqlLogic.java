package io.towpath.quality;

import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.GreaterThan;
import net.sf.jsqlparser.expression.operators.relational.GreaterThanEquals;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsBooleanExpression;
import net.sf.jsqlparser.expression.operators.relational.IsDistinctExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import org.jspecify.annotations.Nullable;

/** Compiles conditions in three-valued logic: true, false, and null for unknown. */
final class SqlLogic {
  private SqlLogic() {}

  /** The node of a condition; null if the expression is none. */
  static @Nullable SqlNode compile(SqlCompiler compiler, Expression expression) {
    if (expression instanceof AndExpression and) {
      return both(operands(compiler, and), false);
    }
    if (expression instanceof OrExpression or) {
      return both(operands(compiler, or), true);
    }
    if (expression instanceof NotExpression not) {
      return not(condition(compiler.compile(not.getExpression())));
    }
    if (expression instanceof IsNullExpression test) {
      SqlNode node = compiler.compile(test.getLeftExpression());
      boolean negated = test.isNot() || test.isUseNotNull();
      return known(record -> (node.value().of(record) == null) != negated);
    }
    if (expression instanceof IsBooleanExpression test) {
      SqlNode node = condition(compiler.compile(test.getLeftExpression()));
      Boolean wanted = test.isTrue();
      return known(record -> wanted.equals(node.value().of(record)) != test.isNot());
    }
    if (expression instanceof LikeExpression like) {
      return SqlLike.compile(compiler, like);
    }
    if (expression instanceof Between between) {
      return between(compiler, between);
    }
    if (expression instanceof InExpression in) {
      return in(compiler, in);
    }
    return expression instanceof BinaryExpression binary ? comparison(compiler, binary) : null;
  }

  private static SqlNode[] operands(SqlCompiler compiler, BinaryExpression binary) {
    return new SqlNode[] {
      condition(compiler.compile(binary.getLeftExpression())),
      condition(compiler.compile(binary.getRightExpression()))
    };
  }

  private static @Nullable SqlNode comparison(SqlCompiler compiler, BinaryExpression binary) {
    Order order = order(binary);
    if (order == null && !(binary instanceof IsDistinctExpression)) {
      return null;
    }
    SqlNode left = compiler.compile(binary.getLeftExpression());
    SqlNode right = compiler.compile(binary.getRightExpression());
    return order == null
        ? distinct(left, right, ((IsDistinctExpression) binary).isNot())
        : compare(order, left, right);
  }

  private enum Order {
    EQUAL,
    UNEQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST;

    boolean holds(int sign) {
      return switch (this) {
        case EQUAL -> sign == 0;
        case UNEQUAL -> sign != 0;
        case LESS -> sign < 0;
        case AT_MOST -> sign <= 0;
        case GREATER -> sign > 0;
        case AT_LEAST -> sign >= 0;
      };
    }
  }

  private static @Nullable Order order(BinaryExpression binary) {
    if (binary instanceof EqualsTo) {
      return Order.EQUAL;
    }
    if (binary instanceof NotEqualsTo) {
      return Order.UNEQUAL;
    }
    if (binary instanceof MinorThan) {
      return Order.LESS;
    }
    if (binary instanceof MinorThanEquals) {
      return Order.AT_MOST;
    }
    if (binary instanceof GreaterThan) {
      return Order.GREATER;
    }
    return binary instanceof GreaterThanEquals ? Order.AT_LEAST : null;
  }

  private static SqlNode compare(Order order, SqlNode left, SqlNode right) {
    SqlType type = SqlNode.common(left, right);
    if (order != Order.EQUAL && order != Order.UNEQUAL && !type.isOrdered()) {
      throw new SqlProblem(
          "the order of " + type.words() + " depends on the database; compare with = or <>");
    }
    SqlNode.Value a = left.as(type).value();
    SqlNode.Value b = right.as(type).value();
    return known(
        record -> {
          Object first = a.of(record);
          Object second = first == null ? null : b.of(record);
          return second == null ? null : order.holds(type.compare(first, second));
        });
  }

  private static SqlNode distinct(SqlNode left, SqlNode right, boolean negated) {
    SqlType type = SqlNode.common(left, right);
    SqlNode.Value a = left.as(type).value();
    SqlNode.Value b = right.as(type).value();
    return known(
        record -> {
          Object first = a.of(record);
          Object second = b.of(record);
          boolean differ =
              (first == null || second == null)
                  ? first != second
                  : type.compare(first, second) != 0;
          return differ != negated;
        });
  }

  private static SqlNode between(SqlCompiler compiler, Between between) {
    SqlNode value = compiler.compile(between.getLeftExpression());
    SqlNode low = compiler.compile(between.getBetweenExpressionStart());
    SqlNode high = compiler.compile(between.getBetweenExpressionEnd());
    SqlNode inside =
        both(
            new SqlNode[] {
              compare(Order.AT_LEAST, value, low), compare(Order.AT_MOST, value, high)
            },
            false);
    return between.isNot() ? not(inside) : inside;
  }

  private static SqlNode in(SqlCompiler compiler, InExpression in) {
    SqlNode value = compiler.compile(in.getLeftExpression());
    if (!(in.getRightExpression() instanceof ExpressionList<?> list)) {
      throw SqlCompiler.unsupported(in.toString());
    }
    List<SqlNode> equal = new ArrayList<>();
    for (Expression item : list) {
      equal.add(compare(Order.EQUAL, value, compiler.compile(item)));
    }
    SqlNode any = both(equal.toArray(SqlNode[]::new), true);
    return in.isNot() ? not(any) : any;
  }

  /** And, or over conditions: {@code decisive} settles the whole, else unknown stays unknown. */
  private static SqlNode both(SqlNode[] conditions, Boolean decisive) {
    return known(
        record -> {
          Boolean result = !decisive;
          for (SqlNode condition : conditions) {
            Object value = condition.value().of(record);
            if (decisive.equals(value)) {
              return decisive;
            }
            if (value == null) {
              result = null;
            }
          }
          return result;
        });
  }

  static SqlNode not(SqlNode condition) {
    return known(
        record -> {
          Object value = condition.value().of(record);
          return value == null ? null : !((Boolean) value);
        });
  }

  /** A node as a condition. */
  static SqlNode condition(SqlNode node) {
    if (node.type() != SqlType.BOOLEAN
        && !(node.type() == SqlType.UNTYPED && node.literal() == null)) {
      throw new SqlProblem(node.type().words() + " stands where a condition must");
    }
    return node;
  }

  /** A node as text. */
  static SqlNode text(SqlNode node) {
    return switch (node.type()) {
      case TEXT, CHAR, UNTYPED -> node.as(SqlType.TEXT);
      default -> throw new SqlProblem(node.type().words() + " stands where text must");
    };
  }

  static SqlNode known(SqlNode.Value value) {
    return SqlNode.of(SqlType.BOOLEAN, value);
  }
}
