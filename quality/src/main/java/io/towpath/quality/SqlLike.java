package io.towpath.quality;

import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;

/** Compiles {@code like} with a constant pattern and PostgreSQL's default escape, the backslash. */
final class SqlLike {
  private SqlLike() {}

  static SqlNode compile(SqlCompiler compiler, LikeExpression like) {
    SqlNode left = compiler.compile(like.getLeftExpression());
    SqlNode right = compiler.compile(like.getRightExpression());
    String pattern = right.literal();
    boolean plain =
        like.getLikeKeyWord() == LikeExpression.KeyWord.LIKE
            && like.getEscape() == null
            && pattern != null;
    if (!plain) {
      throw SqlCompiler.unsupported(like.toString());
    }
    if (left.type() == SqlType.CHAR) {
      throw new SqlProblem("like on a char column also sees the blanks that fill it; use = or in");
    }
    SqlNode text = SqlLogic.text(left);
    Pattern regex = regex(pattern);
    SqlNode matches =
        SqlLogic.known(
            record -> {
              Object value = text.value().of(record);
              return value == null ? null : regex.matcher((String) value).matches();
            });
    return like.isNot() ? SqlLogic.not(matches) : matches;
  }

  private static Pattern regex(String like) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      if (c == '\\') {
        if (++i == like.length()) {
          throw new SqlProblem("a like pattern ends with its escape");
        }
        regex.append(Pattern.quote(String.valueOf(like.charAt(i))));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
