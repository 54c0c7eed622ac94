package io.towpath.io.s3;

import java.time.Duration;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.backoff.BackoffStrategy;
import software.amazon.awssdk.core.retry.backoff.EqualJitterBackoffStrategy;
import software.amazon.awssdk.core.retry.conditions.OrRetryCondition;
import software.amazon.awssdk.core.retry.conditions.RetryCondition;
import software.amazon.awssdk.core.retry.conditions.RetryOnStatusCodeCondition;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Builds S3 clients that bear a burst of failures: errors of the server, of the network and of
 * conflicting conditional writes are retried for about a minute, waiting 100 ms, 200 ms and so on
 * up to 10 s, with jitter.
 */
public class PatientS3Clients extends DefaultS3ClientBuilderFactory {
  private static final int RETRIES = 14;
  private static final int CONDITIONAL_REQUEST_CONFLICT = 409;

  @Override
  public S3ClientBuilder createBuilder(S3Options options) {
    return super.createBuilder(options)
        .overrideConfiguration(client -> client.retryPolicy(retries()));
  }

  /** The SDK's own policy would give up after two seconds. */
  static RetryPolicy retries() {
    BackoffStrategy backoff =
        EqualJitterBackoffStrategy.builder()
            .baseDelay(Duration.ofMillis(100))
            .maxBackoffTime(Duration.ofSeconds(10))
            .build();
    return RetryPolicy.builder(RetryMode.STANDARD)
        .numRetries(RETRIES)
        .backoffStrategy(backoff)
        .throttlingBackoffStrategy(backoff)
        .retryCondition(
            OrRetryCondition.create(
                RetryCondition.defaultRetryCondition(),
                RetryOnStatusCodeCondition.create(CONDITIONAL_REQUEST_CONFLICT)))
        // Its bucket of tokens is shared by all requests, and empties in a burst of a few seconds.
        .retryCapacityCondition(context -> true)
        .build();
  }
}
