package io.towpath.pipelines;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;

/** What a thrown exception means to whoever started the process. */
public record Failure(ExitCode exitCode, String message) {

  /** Finds the reason that was meant for the user; anything else is a bug. */
  public static Failure of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TowpathException known) {
        return new Failure(known.exitCode(), known.getMessage());
      }
    }
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return new Failure(
        ExitCode.BUG,
        "a bug in Towpath: "
            + root.getClass().getName()
            + " at "
            + place(root)
            + ". Please report it with the output under TOWPATH_STACKTRACE=1; running again is safe.");
  }

  /** The message of an unexpected exception may hold data, so that only its place is shown. */
  private static String place(Throwable root) {
    for (StackTraceElement frame : root.getStackTrace()) {
      if (frame.getClassName().startsWith("io.towpath")) {
        return frame.toString();
      }
    }
    StackTraceElement[] frames = root.getStackTrace();
    return frames.length > 0 ? frames[0].toString() : "an unknown place";
  }
}
