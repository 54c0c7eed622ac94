package io.towpath.io.raw;

import static io.towpath.io.raw.RawPaths.failure;

import io.towpath.core.TowpathException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in our words what S3 or its client could not do, and what to do about it. */
final class S3Failures {
  private static final int MOVED = 301;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private S3Failures() {}

  /** The failure to be thrown; {@code what} is the operation, as in "cannot read". */
  static TowpathException of(String what, String place, SdkException thrown) {
    return failure(what + ", " + reason(thrown), place, thrown);
  }

  static boolean missing(SdkException thrown) {
    return status(thrown) == NOT_FOUND && !"NoSuchBucket".equals(code(thrown));
  }

  static boolean conditionFailed(SdkException thrown) {
    return status(thrown) == PRECONDITION_FAILED;
  }

  static boolean beyondEnd(SdkException thrown) {
    return status(thrown) == RANGE_NOT_SATISFIABLE;
  }

  /** The service's text may name keys of others, so that only status and code are shown. */
  private static String reason(SdkException thrown) {
    if (!(thrown instanceof AwsServiceException)) {
      return String.valueOf(thrown.getMessage()).startsWith("Unable to load credentials")
          ? "no AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile"
              + " or a role"
          : "S3 was not reached within about a minute (%s); check network and s3.endpoint, run again"
              .formatted(root(thrown));
    }
    String answer = "S3 answered " + status(thrown) + " " + code(thrown);
    if ("NoSuchBucket".equals(code(thrown))) {
      return answer + "; create the bucket, or correct 'raw' in towpath.yaml";
    }
    if (code(thrown).startsWith("ExpiredToken")) {
      return answer
          + "; the session's credentials have run out, get new ones and run again, or use a role or"
          + " a profile, which renews them in time";
    }
    return switch (status(thrown)) {
      case FORBIDDEN ->
          answer
              + "; check the credentials, which need s3:GetObject, PutObject, DeleteObject,"
              + " ListBucket and the multipart actions here";
      case MOVED -> answer + "; the bucket is in another region, set s3.region";
      case NOT_FOUND -> answer + "; restore the object";
      default ->
          status(thrown) < SERVER_ERROR && status(thrown) != TOO_MANY_REQUESTS
              ? answer + "; check the credentials' time and 's3' in towpath.yaml"
              : answer + " for about a minute; run again when it has recovered";
    };
  }

  /** The kind of the first failure; its text may name hosts of a proxy or a company. */
  private static String root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName();
  }

  private static int status(SdkException thrown) {
    return thrown instanceof AwsServiceException service ? service.statusCode() : 0;
  }

  private static String code(SdkException thrown) {
    return thrown instanceof AwsServiceException service && service.awsErrorDetails() != null
        ? String.valueOf(service.awsErrorDetails().errorCode())
        : "";
  }
}
