package io.towpath.io.rest;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import io.towpath.config.RestDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.Closeable;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an API, again where it failed for a reason that passes, and says whose fault it is where it
 * does not.
 *
 * <p><b>Bounded</b>: a page is held. <b>Guarantee</b>: a POST without idempotency key is sent again
 * only if it cannot have been served. <b>Parallelism</b>: any number of threads. <b>Failures</b>:
 * {@link TowpathException} with exit code SOURCE.
 */
final class Api implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  private static final double JITTER = 0.25;

  private final RestDeclaration declaration;
  private final Requests requests;
  private final Transport transport;
  private final Exchange exchange;
  private final RetryPolicy<Object> policy;

  /**
   * A client of an API.
   *
   * @param origin whose workers share a token
   * @param budget of every request, repeated and redirected ones too
   */
  Api(RestSource.Origin origin, RestDeclaration declaration, Budget budget) {
    this.declaration = declaration;
    requests = new Requests(declaration);
    transport = new Transport(declaration);
    Credentials credentials = new Credentials(origin, declaration, transport);
    exchange = new Exchange(requests, transport, budget, credentials);
    policy = policy(declaration.courtesy().retries());
  }

  private static RetryPolicy<Object> policy(RestDeclaration.Retries retries) {
    RetryPolicyBuilder<Object> policy =
        RetryPolicy.builder()
            .handle(ApiFailure.class)
            .withMaxAttempts(retries.attempts())
            .withJitter(JITTER)
            .withDelayFnOn(
                context -> ((ApiFailure) context.getLastException()).asked(), ApiFailure.class)
            .onRetry(
                event ->
                    LOG.info(
                        "attempt {} failed: {}",
                        event.getAttemptCount(),
                        String.valueOf(event.getLastException().getMessage())));
    return retries.first().compareTo(retries.longest()) < 0
        ? policy.withBackoff(retries.first(), retries.longest()).build()
        : policy.withDelay(retries.first()).build();
  }

  Requests requests() {
    return requests;
  }

  RestDeclaration declaration() {
    return declaration;
  }

  /** The request that a link leads to. */
  Request follow(Request request, String link) {
    return exchange.follow(request, link);
  }

  /** How an answer is read. */
  @FunctionalInterface
  interface Reading<T> {
    /** Reads it; one that was cut short is asked for again. */
    T read(Answer answer) throws IOException, Page.Unexpected;
  }

  /** Asks until there is an answer that can be read. */
  <T> T ask(Request request, Reading<T> reading) {
    UUID idempotency = UUID.randomUUID();
    try {
      return Failsafe.with(policy).get(() -> exchange.once(request, idempotency, reading));
    } catch (FailsafeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new TowpathException(
          ExitCode.SOURCE,
          requests.shown(request)
              + ": "
              + cause.getMessage()
              + "; given up after "
              + declaration.courtesy().retries().attempts()
              + " attempts (source.rest.retries)",
          cause);
    }
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}
