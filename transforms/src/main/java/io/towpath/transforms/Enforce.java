package io.towpath.transforms;

import io.towpath.contract.ColumnType;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.core.BoundStep;
import io.towpath.core.Reason;
import io.towpath.core.Step;
import io.towpath.core.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rejects records that the table could not hold: a required value is missing, or a text is too long
 * for its column. That numbers and times fit their types is the parsers' promise.
 */
public final class Enforce implements Step {
  private final Contract contract;
  private final Set<String> required;

  private Enforce(Contract contract, Set<String> required) {
    this.contract = contract;
    this.required = required;
  }

  /** Enforces all columns. */
  public static Enforce of(Contract contract) {
    Set<String> required = new HashSet<>(contract.primaryKey());
    contract.fields().stream().filter(Field::required).forEach(field -> required.add(field.name()));
    return new Enforce(contract, required);
  }

  /** Enforces what a deletion needs: the merge key and the columns that tell versions apart. */
  public static Enforce deletions(Contract contract) {
    Set<String> required = new HashSet<>(contract.mergeKey());
    required.addAll(contract.versionedBy());
    return new Enforce(contract, required);
  }

  @Override
  public BoundStep bind(Schema schema) {
    List<Column> columns = new ArrayList<>();
    for (Field field : contract.fields()) {
      Schema.Field position = schema.getField(field.name());
      boolean bounded = isText(field.type()) && field.type().length() > 0;
      if (position != null && (bounded || required.contains(field.name()))) {
        columns.add(
            new Column(
                position.pos(),
                field.name(),
                required.contains(field.name()),
                bounded ? field.type().length() : Integer.MAX_VALUE,
                field.type().kind() == ColumnType.Kind.CHAR));
      }
    }
    Column[] bound = columns.toArray(Column[]::new);
    return (record, origin, outlet) -> {
      for (Column column : bound) {
        Violation violation = column.judge(record);
        if (violation != null) {
          outlet.reject(origin, violation);
          return;
        }
      }
      outlet.record(record, origin);
    };
  }

  private static boolean isText(ColumnType type) {
    return type.kind() == ColumnType.Kind.VARCHAR || type.kind() == ColumnType.Kind.CHAR;
  }

  /** One column at its place. Blanks at the end of a char are no part of its value. */
  private record Column(int at, String name, boolean required, int length, boolean padded) {

    @Nullable Violation judge(GenericRecord record) {
      Object value = record.get(at);
      if (value == null) {
        return required ? new Violation(Reason.REQUIRED, name, null, "a value") : null;
      }
      // Fewer UTF-16 units than the limit means fewer code points, which is what counts.
      if (length == Integer.MAX_VALUE || ((String) value).length() <= length) {
        return null;
      }
      String text = padded ? ((String) value).stripTrailing() : (String) value;
      int found = text.codePointCount(0, text.length());
      return found <= length
          ? null
          : new Violation(Reason.LENGTH, name, text, "at most " + length + " characters");
    }
  }
}
