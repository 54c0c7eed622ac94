package io.towpath.quality;

import io.towpath.contract.Contract;
import io.towpath.contract.Contract.SqlRule;
import io.towpath.contract.Field;
import io.towpath.core.BoundRule;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Problem;
import io.towpath.core.Reason;
import io.towpath.core.Rule;
import io.towpath.core.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rejects the records for which an SQL predicate is true; unknown passes, as it does in WHERE. A
 * record on which it cannot be calculated (division by zero, overflow) is rejected, because it
 * would fail the query on the table.
 */
final class PredicateRule implements Rule {
  private final Contract contract;
  private final SqlRule rule;

  PredicateRule(Contract contract, SqlRule rule) {
    this.contract = contract;
    this.rule = rule;
  }

  @Override
  public BoundRule bind(Schema schema) {
    SqlCompiler compiler = new SqlCompiler(contract, schema);
    SqlNode predicate = compile(compiler);
    Found found = Found.of(contract, schema, compiler.columns());
    String expected =
        rule.description().isEmpty() ? "not (" + rule.predicate() + ")" : rule.description();
    return record -> {
      boolean broken;
      try {
        broken = Boolean.TRUE.equals(predicate.value().of(record));
      } catch (ArithmeticException e) {
        broken = true;
      }
      return broken
          ? new Violation(Reason.RULE, found.column(), found.text(record), expected)
          : null;
    };
  }

  private SqlNode compile(SqlCompiler compiler) {
    try {
      return compiler.predicate(rule.predicate());
    } catch (SqlProblem e) {
      int colon = rule.place().lastIndexOf(':');
      throw new ConfigurationException(
          List.of(
              new Problem(
                  rule.place().substring(0, colon),
                  Integer.parseInt(rule.place().substring(colon + 1)),
                  1,
                  "rule " + rule.id() + ": " + e.getMessage())));
    }
  }

  /** What stands in the columns that the predicate speaks of; classified ones say nothing. */
  private record Found(@Nullable String column, List<Part> parts) {

    private record Part(String name, int at, ColumnKind kind) {}

    private record ColumnKind(io.towpath.contract.ColumnType.Kind kind, boolean hidden) {}

    static Found of(Contract contract, Schema schema, Set<String> columns) {
      List<Part> parts = new ArrayList<>();
      for (String name : columns) {
        Field field = contract.field(name).orElseThrow();
        boolean hidden = field.classification() != null || field.mask() != null;
        parts.add(
            new Part(
                name, schema.getField(name).pos(), new ColumnKind(field.type().kind(), hidden)));
      }
      return new Found(parts.size() == 1 ? parts.get(0).name() : null, parts);
    }

    String text(GenericRecord record) {
      List<String> texts = new ArrayList<>();
      for (Part part : parts) {
        Object value = record.get(part.at());
        String text =
            value == null
                ? "null"
                : part.kind().hidden() ? "***" : Literals.text(part.kind().kind(), value);
        texts.add(part.name() + "=" + text);
      }
      return String.join(", ", texts);
    }
  }
}
