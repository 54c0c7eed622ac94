package io.towpath.core;

import java.util.Locale;

/** Says why a record was rejected; the code is what the ledger and {@code reject_summary} show. */
public enum Reason {
  /** The line has fewer or more columns than the header. */
  COLUMNS,
  /** A quote is opened or closed where none may be. */
  QUOTE,
  /** The bytes are not text in the declared encoding, or hold a character PostgreSQL cannot. */
  ENCODING,
  /** The record is not the declared format at all, such as broken JSON. */
  SYNTAX,
  /** The value is not of the column's type. */
  TYPE,
  /** A required value, or a part of the key, is missing. */
  REQUIRED,
  /** The text is shorter or longer than the contract allows. */
  LENGTH,
  /** The text does not match the contract's pattern or format. */
  PATTERN,
  /** The value is below the minimum, above the maximum or no multiple. */
  RANGE,
  /** The value is not among the allowed ones. */
  ALLOWED,
  /** A rule across columns does not hold. */
  RULE,
  /** An expression of a step failed on this record. */
  EXPRESSION,
  /** A record, field or nesting is larger than the limits. */
  LIMIT,
  /** Only the warehouse refused the row, with the SQLSTATE in "expected". */
  WAREHOUSE;

  /** The stable, lower-case code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
