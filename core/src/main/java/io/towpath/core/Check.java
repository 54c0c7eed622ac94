package io.towpath.core;

import java.io.Serializable;

/**
 * Judges a whole table in SQL, by PostgreSQL's own semantics. All aggregates over one relation are
 * asked for in a single SELECT; a check of its own query is asked alone.
 *
 * @param id unique within the contract
 * @param description what it promises, in words
 * @param dimension ODCS quality dimension, empty if none
 * @param severity whether a violation blocks the run
 * @param sql a scalar SQL expression: an aggregate over the relation, or a parenthesised subquery
 *     in which {@code {object}} stands for the relation; it yields a number
 * @param operator how the value is compared
 * @param bounds one bound, or two for the between operators, as the contract writes them
 * @param place where the contract says so, {@code file:line}
 */
public record Check(
    String id,
    String description,
    String dimension,
    Severity severity,
    String sql,
    Operator operator,
    java.util.List<java.math.BigDecimal> bounds,
    String place)
    implements Serializable {

  /** Whether a violation blocks the run. */
  public enum Severity {
    ERROR,
    WARNING,
    INFO
  }

  /** ODCS comparison; the between operators include their bounds. */
  public enum Operator {
    MUST_BE,
    MUST_NOT_BE,
    MUST_BE_GREATER_THAN,
    MUST_BE_GREATER_OR_EQUAL_TO,
    MUST_BE_LESS_THAN,
    MUST_BE_LESS_OR_EQUAL_TO,
    MUST_BE_BETWEEN,
    MUST_NOT_BE_BETWEEN
  }
}
