package io.towpath.io.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.RetryPolicyContext;

final class PatientS3ClientsTest {

  @Test
  void waitsAboutAMinuteInAllF20() {
    RetryPolicy policy = PatientS3Clients.retries();
    Duration waited = Duration.ZERO;
    for (int retry = 0; retry < policy.numRetries(); retry++) {
      RetryPolicyContext context = RetryPolicyContext.builder().retriesAttempted(retry).build();
      waited = waited.plus(policy.backoffStrategy().computeDelayBeforeNextRetry(context));
    }

    assertThat(waited).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(90));
  }
}
