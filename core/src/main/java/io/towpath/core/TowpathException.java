package io.towpath.core;

import org.jspecify.annotations.Nullable;

/**
 * Ends a command with an exit code and a message that says what is wrong, where, what was found,
 * what was expected and what to do. The message holds no payload and no secret.
 */
public class TowpathException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public TowpathException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public TowpathException(ExitCode exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** How the process ends. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
