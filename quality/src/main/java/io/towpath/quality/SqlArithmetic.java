package io.towpath.quality;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.Division;
import net.sf.jsqlparser.expression.operators.arithmetic.Modulo;
import net.sf.jsqlparser.expression.operators.arithmetic.Multiplication;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import org.jspecify.annotations.Nullable;

/**
 * Calculates as PostgreSQL does: whole numbers divide to whole numbers, decimals exactly or to the
 * digits that its {@code select_div_scale} keeps. Overflow and division by zero throw {@link
 * ArithmeticException}.
 */
final class SqlArithmetic {
  private static final int MIN_SIGNIFICANT = 16;
  private static final int MAX_SCALE = 1000;

  private SqlArithmetic() {}

  /** The node of an arithmetic expression; null if it is none. */
  static @Nullable SqlNode compile(SqlCompiler compiler, Expression expression) {
    Character operator = operator(expression);
    if (operator == null) {
      return null;
    }
    BinaryExpression binary = (BinaryExpression) expression;
    SqlNode left = compiler.compile(binary.getLeftExpression());
    SqlNode right = compiler.compile(binary.getRightExpression());
    if (left.type() == SqlType.DATE || right.type() == SqlType.DATE) {
      return dates(operator, left, right);
    }
    SqlType type = SqlNode.common(left, right);
    if (!type.isNumber()) {
      throw new SqlProblem("cannot calculate with " + type.words() + " in " + expression);
    }
    return calculate(operator, type, left.as(type), right.as(type));
  }

  private static @Nullable Character operator(Expression expression) {
    if (expression instanceof Addition) {
      return '+';
    }
    if (expression instanceof Subtraction) {
      return '-';
    }
    if (expression instanceof Multiplication) {
      return '*';
    }
    if (expression instanceof Division) {
      return '/';
    }
    return expression instanceof Modulo ? '%' : null;
  }

  static SqlNode signed(char sign, SqlNode node) {
    if (!node.type().isNumber()) {
      throw new SqlProblem("a sign stands before " + node.type().words());
    }
    SqlNode zero = SqlNode.constant(SqlType.WHOLE, 0L).as(node.type());
    return sign == '-' ? calculate('-', node.type(), zero, node) : node;
  }

  /** Days: date − date is a whole number, date ± whole number a date. */
  private static SqlNode dates(char operator, SqlNode left, SqlNode right) {
    boolean difference = left.type() == right.type() && operator == '-';
    boolean shift =
        (left.type() == SqlType.DATE
                && right.type() == SqlType.WHOLE
                && "+-".indexOf(operator) >= 0)
            || (left.type() == SqlType.WHOLE && right.type() == SqlType.DATE && operator == '+');
    if (!difference && !shift) {
      throw new SqlProblem("cannot calculate with a date but date - date and date + days");
    }
    SqlNode days = calculate(operator, SqlType.WHOLE, left, right);
    return difference ? days : SqlNode.of(SqlType.DATE, days.value());
  }

  private static SqlNode calculate(char operator, SqlType type, SqlNode left, SqlNode right) {
    return SqlNode.of(
        type,
        record -> {
          Object a = left.value().of(record);
          Object b = right.value().of(record);
          if (a == null || b == null) {
            return null;
          }
          return switch (type) {
            case WHOLE -> whole(operator, ((Number) a).longValue(), ((Number) b).longValue());
            case DECIMAL -> decimal(operator, (BigDecimal) a, (BigDecimal) b);
            default -> real(operator, ((Number) a).doubleValue(), ((Number) b).doubleValue());
          };
        });
  }

  private static long whole(char operator, long a, long b) {
    return switch (operator) {
      case '+' -> Math.addExact(a, b);
      case '-' -> Math.subtractExact(a, b);
      case '*' -> Math.multiplyExact(a, b);
      case '/' -> a / b;
      default -> a % b;
    };
  }

  private static double real(char operator, double a, double b) {
    double result =
        switch (operator) {
          case '+' -> a + b;
          case '-' -> a - b;
          case '*' -> a * b;
          case '/' -> a / b;
          default -> throw new SqlProblem("% is for integer and numeric");
        };
    if (Double.isInfinite(result) || Double.isNaN(result)) {
      throw new ArithmeticException("out of range");
    }
    return result;
  }

  private static BigDecimal decimal(char operator, BigDecimal a, BigDecimal b) {
    return switch (operator) {
      case '+' -> a.add(b);
      case '-' -> a.subtract(b);
      case '*' -> a.multiply(b);
      case '/' -> a.divide(b, quotientScale(a, b), RoundingMode.HALF_UP);
      default -> a.remainder(b);
    };
  }

  /**
   * PostgreSQL's rule, numeric.c select_div_scale: at least 16 significant digits, by base 10000.
   */
  private static int quotientScale(BigDecimal a, BigDecimal b) {
    int weight = weight(a) - weight(b);
    if (firstDigit(a) <= firstDigit(b)) {
      weight--;
    }
    int scale = MIN_SIGNIFICANT - weight * 4;
    scale = Math.max(scale, Math.max(a.scale(), b.scale()));
    return Math.min(Math.max(scale, 0), MAX_SCALE);
  }

  private static int weight(BigDecimal value) {
    return value.signum() == 0 ? 0 : Math.floorDiv(value.precision() - value.scale() - 1, 4);
  }

  private static int firstDigit(BigDecimal value) {
    return value.signum() == 0 ? 0 : value.abs().movePointLeft(weight(value) * 4).intValue();
  }
}
