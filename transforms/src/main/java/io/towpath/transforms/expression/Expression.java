package io.towpath.transforms.expression;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType;
import io.towpath.contract.Field;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Problem;
import io.towpath.yaml.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.projectnessie.cel.Ast;
import org.projectnessie.cel.Env;
import org.projectnessie.cel.EnvOption;
import org.projectnessie.cel.Program;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.checker.Types;
import org.projectnessie.cel.common.CELError;
import org.projectnessie.cel.common.types.Err;
import org.projectnessie.cel.common.types.UnknownT;
import org.projectnessie.cel.common.types.ref.Val;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Decl;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;

/** A CEL expression, compiled against the columns of a record. One instance serves one thread. */
final class Expression {
  private final Program program;
  private final Map<String, Column> columns;
  private final Function<String, @Nullable Object> variables = this::variable;
  private @Nullable GenericRecord record;

  private Expression(Program program, Map<String, Column> columns) {
    this.program = program;
    this.columns = columns;
  }

  private record Column(int at, ColumnType type) {}

  /**
   * Compiles a text.
   *
   * @throws ConfigurationException if it is no expression over these columns
   */
  static Expression compile(Feed feed, Schema schema, Source source, boolean condition) {
    Map<String, Column> columns = new HashMap<>();
    List<Decl> declarations = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      ColumnType type =
          feed.contract()
              .field(field.name())
              .map(Field::type)
              .orElse(ColumnType.of(ColumnType.Kind.TEXT));
      columns.put(field.name(), new Column(field.pos(), type));
      declarations.add(Decls.newVar(field.name(), CelTypes.of(type)));
    }
    refuseUnknown(feed, source, columns);
    Env env = Env.newEnv(EnvOption.declarations(declarations));
    Ast parsed = result(feed, source, env.parse(source.text()));
    Ast checked = result(feed, source, env.check(parsed));
    Type type = checked.getResultType();
    if (condition && !isCondition(type)) {
      throw broken(
          feed,
          source,
          "the expression gives " + Types.formatCheckedType(type) + "; expected true or false");
    }
    return new Expression(env.program(checked), columns);
  }

  private static Ast result(Feed feed, Source source, Env.AstIssuesTuple compiled) {
    if (compiled.hasIssues()) {
      throw broken(feed, source, messages(compiled.getIssues().getErrors()));
    }
    return compiled.getAst();
  }

  /** An expression as the feed writes it. */
  record Source(String what, String text, int line) {}

  private static void refuseUnknown(Feed feed, Source source, Map<String, Column> columns) {
    for (String name : CelColumns.in(List.of(source.text()))) {
      if (!columns.containsKey(name)) {
        throw broken(
            feed, source, "there is no column " + name + Nearest.hint(name, columns.keySet()));
      }
    }
  }

  private static boolean isCondition(Type type) {
    return type.equals(Decls.Bool)
        || type.equals(Decls.Dyn)
        || type.equals(Decls.newWrapperType(Decls.Bool));
  }

  private static String messages(List<CELError> errors) {
    List<String> messages = new ArrayList<>();
    for (CELError error : errors) {
      messages.add(
          "at character " + (error.getLocation().column() + 1) + ": " + error.getMessage());
    }
    return String.join("; ", messages);
  }

  private static ConfigurationException broken(Feed feed, Source source, String message) {
    return new ConfigurationException(
        List.of(
            new Problem(
                feed.file(),
                source.line(),
                1,
                source.what() + ": " + message + ", in \"" + source.text() + "\"")));
  }

  /** The result for a record; null if the expression fails on it. */
  @Nullable Val evaluate(GenericRecord values) {
    record = values;
    Val result = program.eval(variables).getVal();
    return Err.isError(result) || UnknownT.isUnknown(result) ? null : result;
  }

  private @Nullable Object variable(String name) {
    Column column = columns.get(name);
    GenericRecord values = record;
    return column == null || values == null
        ? null
        : CelTypes.value(column.type(), values.get(column.at()));
  }
}
