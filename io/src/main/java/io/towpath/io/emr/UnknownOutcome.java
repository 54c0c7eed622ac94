package io.towpath.io.emr;

/** No answer came to a call that must not be repeated blindly: it may have been carried out. */
final class UnknownOutcome extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownOutcome(String action, Throwable cause) {
    super(action, cause);
  }

  UnknownOutcome(String action) {
    super(action);
  }
}
