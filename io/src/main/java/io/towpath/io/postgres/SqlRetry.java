package io.towpath.io.postgres;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries work again while it fails for reasons that pass: from 50 ms up to 5 s between two attempts,
 * with jitter, until a deadline or so many times. Every other error is thrown at once.
 */
public final class SqlRetry {
  private static final Logger LOG = LoggerFactory.getLogger(SqlRetry.class);

  private final RetryPolicy<Object> policy;

  private SqlRetry(RetryPolicy<Object> policy) {
    this.policy = policy;
  }

  /** Work that may be repeated: it leaves nothing behind where it fails. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it once. */
    T run() throws SQLException;
  }

  /** Retries until so long after the first attempt. */
  public static SqlRetry within(Duration deadline) {
    return new SqlRetry(transientOnly().withMaxRetries(-1).withMaxDuration(deadline).build());
  }

  /** Retries so often, however long an attempt took before it failed. */
  public static SqlRetry times(int retries) {
    return new SqlRetry(transientOnly().withMaxRetries(retries).build());
  }

  private static RetryPolicyBuilder<Object> transientOnly() {
    return RetryPolicy.builder()
        .handleIf(SqlStates::isTransient)
        .withBackoff(Duration.ofMillis(50), Duration.ofSeconds(5))
        .withJitter(0.5)
        .onRetry(
            e ->
                LOG.info(
                    "attempt {} failed with SQLSTATE {}, trying again",
                    e.getAttemptCount(),
                    SqlStates.stateOf(e.getLastException())));
  }

  /** Runs the work; throws the last error when the deadline has passed. */
  public <T> T get(Work<T> work) throws SQLException {
    try {
      return Failsafe.with(policy).get(work::run);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw sql;
      }
      throw e;
    }
  }
}
