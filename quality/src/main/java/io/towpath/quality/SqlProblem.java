package io.towpath.quality;

/** Says why a predicate cannot be judged row by row; becomes a problem of the contract's file. */
final class SqlProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SqlProblem(String message) {
    super(message);
  }
}
