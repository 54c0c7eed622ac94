package io.towpath.contract;

import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Field.Mask;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the parts of one property must not say together. */
final class ColumnRules {
  private static final Set<Kind> TEXTUAL = EnumSet.of(Kind.TEXT, Kind.VARCHAR);
  private static final Set<Mask> KEEP_EQUALITY = EnumSet.of(Mask.HASH, Mask.EMAIL);

  /** What masked values look like; those of email keep the domain. */
  private static final Map<Mask, String> SAMPLES =
      Map.of(
          Mask.REDACT, "***",
          Mask.INITIAL, "A.",
          Mask.LAST4, "****6789",
          Mask.HASH, "0123456789abcdef0123456789abcdef",
          Mask.EMAIL, "0123456789abcdef0123456789abcdef@example.com");

  private final Column column;
  private final boolean nested;

  ColumnRules(Column column, boolean nested) {
    this.column = column;
    this.nested = nested;
  }

  void check() {
    key();
    mask();
    generated();
  }

  private void key() {
    Field field = column.field();
    if (nested) {
      if (column.primaryKey() || column.partitioned() || column.unique()) {
        column.problemAt(
            "name",
            "a part of jsonb cannot be primaryKey, unique or partitioned; make it a column");
      }
      return;
    }
    if (column.primaryKey() && !field.required()) {
      column.problemAt(
          "primaryKey", "key column " + column.name() + " is not required; add required: true");
    }
    if (column.primaryKey() && !column.isComparable()) {
      column.problemAt(
          "primaryKey",
          "key column "
              + column.name()
              + " is "
              + SqlTypes.text(field.type())
              + ", whose values have no exact equality; expected text, a whole number, numeric, uuid,"
              + " date or time");
    }
    if (column.partitioned() && !field.required()) {
      column.problemAt(
          "partitioned",
          "partition column " + column.name() + " is not required; add required: true");
    }
  }

  private void mask() {
    Mask mask = column.field().mask();
    if (mask == null) {
      return;
    }
    String word = "mask " + mask.name().toLowerCase(java.util.Locale.ROOT);
    if (mask == Mask.NULLIFY) {
      refuseIf(
          column.field().required(),
          word + " makes " + column.name() + " null, but it is required");
      return;
    }
    refuseIf(
        !TEXTUAL.contains(column.field().type().kind()),
        word + " needs text or varchar; this column is " + SqlTypes.text(column.field().type()));
    refuseIf(
        !column.field().constraints().allowed().isEmpty(),
        word + " gives values that enum does not allow; rules hold for the published value");
    refuseIf(
        (column.unique() || column.primaryKey()) && !KEEP_EQUALITY.contains(mask),
        word + " makes different values equal, but " + column.name() + " is a key; use hash");
    refuseIf(column.partitioned(), word + " cannot be on the partition column");
    published(mask, word);
  }

  /** The contract's rules hold for what readers see, which is the masked value. */
  private void published(Mask mask, String word) {
    String sample = SAMPLES.getOrDefault(mask, "");
    Field.Constraints constraints = column.field().constraints();
    int most = column.field().type().length();
    String pattern = constraints.pattern();
    boolean tooLong =
        (constraints.maxLength() != null && sample.length() > constraints.maxLength())
            || (most > 0 && sample.length() > most);
    refuseIf(
        tooLong, word + " gives " + sample.length() + " characters, more than the column takes");
    refuseIf(
        !tooLong
            && constraints.minLength() != null
            && sample.length() < constraints.minLength()
            && (constraints.maxLength() == null
                || constraints.minLength() <= constraints.maxLength()),
        word + " gives " + sample + ", shorter than minLength");
    refuseIf(
        pattern != null
            && Patterns.isSound(pattern)
            && !Pattern.compile(pattern).matcher(sample).find(),
        word + " gives values such as " + sample + ", which the pattern does not match");
  }

  private void refuseIf(boolean broken, String message) {
    if (broken) {
      column.problemAt("customProperties", message);
    }
  }

  private void generated() {
    Field.Generated generated = column.field().generated();
    if (generated == null) {
      return;
    }
    Kind expected =
        switch (generated) {
          case RUN_ID, SOURCE_FILE -> Kind.TEXT;
          case BATCH_ID -> Kind.BIGINT;
          default -> Kind.TIMESTAMPTZ;
        };
    refuseIf(
        column.field().type().kind() != expected,
        "this generated column holds "
            + SqlTypes.text(ColumnType.of(expected))
            + "; found physicalType "
            + SqlTypes.text(column.field().type()));
    refuseIf(
        column.primaryKey() || column.partitioned() || column.field().mask() != null,
        "a generated column cannot be in the key, partitioned or masked");
    refuseIf(
        generated == Field.Generated.DELETED_AT && column.field().required(),
        "a column generated by deletedAt is null while its row is not deleted;"
            + " expected required: false");
  }
}
