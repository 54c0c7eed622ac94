package io.towpath.transforms.expression;

import io.towpath.config.Feed.StepDeclaration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.projectnessie.cel.Env;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr;

/** Finds the columns that expressions speak of. */
public final class CelColumns {
  /** Names that stand for types, and the root of protobuf's. */
  private static final Set<String> TYPES =
      Set.of(
          "int",
          "uint",
          "double",
          "bool",
          "string",
          "bytes",
          "list",
          "map",
          "null_type",
          "type",
          "google");

  private final Set<String> found = new LinkedHashSet<>();

  private CelColumns() {}

  /**
   * The names in the feed's expressions and of exploded columns, in the order of their appearance.
   * Those that the contract does not have are columns of the source that only steps read. An
   * expression that cannot be parsed names nothing here; binding its step says what is wrong.
   */
  public static List<String> referenced(List<StepDeclaration> steps, @Nullable String deleteWhen) {
    List<String> expressions = new ArrayList<>();
    List<String> exploded = new ArrayList<>();
    for (StepDeclaration step : steps) {
      if (step instanceof StepDeclaration.Derive derive) {
        expressions.addAll(derive.columns().values());
      } else if (step instanceof StepDeclaration.Filter filter) {
        expressions.add(filter.where());
      } else if (step instanceof StepDeclaration.Explode explode) {
        exploded.add(explode.column());
      }
    }
    if (deleteWhen != null) {
      expressions.add(deleteWhen);
    }
    return Stream.concat(in(expressions).stream(), exploded.stream()).toList();
  }

  static Set<String> in(Collection<String> expressions) {
    Env env = Env.newEnv();
    CelColumns columns = new CelColumns();
    for (String expression : expressions) {
      Env.AstIssuesTuple parsed = env.parse(expression);
      if (!parsed.hasIssues()) {
        columns.visit(parsed.getAst().getExpr(), Set.of());
      }
    }
    return columns.found;
  }

  private void visit(Expr expr, Set<String> bound) {
    switch (expr.getExprKindCase()) {
      case IDENT_EXPR -> {
        String name = expr.getIdentExpr().getName();
        if (!bound.contains(name) && !TYPES.contains(name)) {
          found.add(name);
        }
      }
      case SELECT_EXPR -> visit(expr.getSelectExpr().getOperand(), bound);
      case CALL_EXPR -> {
        if (expr.getCallExpr().hasTarget()) {
          visit(expr.getCallExpr().getTarget(), bound);
        }
        expr.getCallExpr().getArgsList().forEach(argument -> visit(argument, bound));
      }
      case LIST_EXPR -> expr.getListExpr().getElementsList().forEach(e -> visit(e, bound));
      case STRUCT_EXPR -> visitEntries(expr.getStructExpr(), bound);
      case COMPREHENSION_EXPR -> visitComprehension(expr.getComprehensionExpr(), bound);
      default -> {}
    }
  }

  private void visitEntries(Expr.CreateStruct struct, Set<String> bound) {
    for (Expr.CreateStruct.Entry entry : struct.getEntriesList()) {
      if (entry.hasMapKey()) {
        visit(entry.getMapKey(), bound);
      }
      visit(entry.getValue(), bound);
    }
  }

  /** Macros such as {@code all} and {@code map} bind a variable of their own. */
  private void visitComprehension(Expr.Comprehension comprehension, Set<String> bound) {
    visit(comprehension.getIterRange(), bound);
    visit(comprehension.getAccuInit(), bound);
    Set<String> inner = new HashSet<>(bound);
    inner.add(comprehension.getIterVar());
    inner.add(comprehension.getAccuVar());
    visit(comprehension.getLoopCondition(), inner);
    visit(comprehension.getLoopStep(), inner);
    visit(comprehension.getResult(), inner);
  }
}
