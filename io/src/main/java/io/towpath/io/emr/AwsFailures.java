package io.towpath.io.emr;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;

/** Says in our words what a service answered or did not, and what to do about it. */
final class AwsFailures {
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final int SHOWN = 200;

  private AwsFailures() {}

  /**
   * The failure to be thrown for an answer.
   *
   * @param action as rights call it, such as {@code elasticmapreduce:AddJobFlowSteps}
   * @param type of the error, such as {@code AccessDeniedException}
   * @param text the service's own, which names what was asked for and holds no secret
   */
  static TowpathException of(String action, int status, String type, String text) {
    String answer = "AWS answered " + status + " " + type + " to " + action;
    if (type.startsWith("ExpiredToken")) {
      return failure(answer + "; the session's credentials have run out, get new ones");
    }
    if (status == FORBIDDEN || type.startsWith("AccessDenied") || type.contains("NotAuthorized")) {
      return failure(answer + "; expected credentials with the right " + action);
    }
    if (type.startsWith("UnrecognizedClient") || type.contains("Signature")) {
      return failure(answer + "; check the credentials, their region and the clock");
    }
    if (isTransient(status, type)) {
      return failure(answer + " for about a minute; launch again when it has recovered");
    }
    String why = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return new TowpathException(ExitCode.CONFIGURATION, answer + ": " + why);
  }

  static TowpathException unreached(String action, String host, Throwable cause) {
    return new TowpathException(
        ExitCode.CLUSTER,
        "%s: %s was not reached within about a minute (%s); check network, region and --endpoint"
            .formatted(action, host, cause.getClass().getSimpleName()),
        cause);
  }

  static TowpathException withoutCredentials(Throwable cause) {
    return new TowpathException(
        ExitCode.CLUSTER,
        "no AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or"
            + " a role",
        cause);
  }

  /** Whether the same call may be answered otherwise a little later. */
  static boolean isTransient(int status, String type) {
    return status >= SERVER_ERROR || refusedForNow(status, type);
  }

  /** Whether the service did nothing, as it was too busy. */
  static boolean refusedForNow(int status, String type) {
    return status == TOO_MANY_REQUESTS || type.contains("Throttl");
  }

  private static TowpathException failure(String message) {
    return new TowpathException(ExitCode.CLUSTER, message);
  }
}
