package io.towpath.io.postgres.publish;

import java.util.List;

/**
 * What the publishing transaction does to the target: statements with names, in order. Pure: a
 * contract, a mode and a stage always give the same plan.
 *
 * @param statements in order
 */
record LoadPlan(List<Statement> statements) {

  /** Which count of the book a statement's rows belong to. */
  enum Count {
    NONE,
    INSERTED,
    UPDATED,
    DELETED,
    /** What the statement, a query, counts: staged rows that will change nothing. */
    KEPT
  }

  /**
   * A statement.
   *
   * @param name what it does, for messages
   * @param sql its text
   * @param count where its number of rows goes
   */
  record Statement(String name, String sql, Count count) {

    static Statement of(String name, String sql) {
      return new Statement(name, sql, Count.NONE);
    }
  }
}
