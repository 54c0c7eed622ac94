package io.towpath.io.rest;

import io.towpath.config.RestDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.rest.ApiFailure.Reach;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/** One request and its answer, redirects included, and what a failure means. */
final class Exchange {
  private static final int MOST_REDIRECTS = 5;

  private final RestDeclaration declaration;
  private final Requests requests;
  private final Transport transport;
  private final Budget budget;
  private final Credentials credentials;

  Exchange(Requests requests, Transport transport, Budget budget, Credentials credentials) {
    this.declaration = requests.declaration();
    this.budget = budget;
    this.requests = requests;
    this.transport = transport;
    this.credentials = credentials;
  }

  /**
   * Asks once, and once more where a token was refused.
   *
   * @throws ApiFailure if it may be tried again
   * @throws TowpathException if that would not help
   */
  <T> T once(Request request, UUID idempotency, Api.Reading<T> reading) throws ApiFailure {
    try {
      return answered(request, idempotency, reading);
    } catch (ApiFailure e) {
      if (e.reach() == Reach.SERVED && request.body() != null && !isIdempotent()) {
        throw failure(
            request,
            e.getMessage() + "; a POST is not repeated without source.rest.idempotencyKey");
      }
      throw e;
    }
  }

  private <T> T answered(Request request, UUID idempotency, Api.Reading<T> reading)
      throws ApiFailure {
    boolean renewed = false;
    for (int hop = 0; ; hop++) {
      Credentials.Signed signed =
          requests.isHome(request.uri())
              ? credentials.sign(request)
              : credentials.unsigned(request);
      if (isIdempotent()) {
        signed
            .headers()
            .put(String.valueOf(declaration.endpoint().idempotencyKey()), idempotency.toString());
      }
      Answer answer = send(request, signed);
      if (answer.status() == 401 && !renewed && credentials.renew(signed.token())) {
        renewed = true;
      } else if (isRedirect(answer)) {
        request = redirected(request, answer, hop);
      } else {
        refuse(request, answer);
        return read(request, answer, reading);
      }
    }
  }

  private boolean isIdempotent() {
    return declaration.endpoint().idempotencyKey() != null;
  }

  private Answer send(Request request, Credentials.Signed signed) throws ApiFailure {
    await(request);
    try {
      Answer answer = sendAtOnce(request, signed);
      tell(answer);
      return answer;
    } catch (ApiFailure e) {
      budget.failed(null);
      throw e;
    }
  }

  private void await(Request request) {
    try {
      budget.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(request, "stopped while waiting for its turn");
    }
  }

  private void tell(Answer answer) {
    Instant now = Instant.now();
    if (answer.status() == 429) {
      budget.answered(capped(RateHeaders.afterRefusal(answer, now)));
    } else if (answer.status() >= 500) {
      budget.failed(capped(RateHeaders.afterRefusal(answer, now)));
    } else {
      budget.answered(capped(RateHeaders.afterSuccess(answer, now)));
    }
  }

  private Answer sendAtOnce(Request request, Credentials.Signed signed) throws ApiFailure {
    RestDeclaration.Caps caps = declaration.courtesy().caps();
    try {
      return transport.send(signed.request(), signed.headers());
    } catch (Transport.TooLarge e) {
      throw failure(
          request,
          "an answer of more than "
              + caps.pageBytes()
              + " bytes; ask for smaller pages, or raise"
              + " source.rest.caps.page");
    } catch (Transport.Late e) {
      throw transientFailure("no whole answer within " + caps.timeout(), Reach.SERVED, e);
    } catch (PublicAddresses.Refused e) {
      throw failure(
          request,
          e.getMessage() + "; if it is meant to be reached, set source.rest.allowPrivate: true");
    } catch (SSLException e) {
      throw failure(request, "no trusted connection (" + e.getClass().getSimpleName() + ")");
    } catch (ConnectException
        | ConnectTimeoutException
        | NoRouteToHostException
        | UnknownHostException e) {
      throw transientFailure(
          "no connection (" + e.getClass().getSimpleName() + ")", Reach.REFUSED, e);
    } catch (EOFException | ZipException e) {
      throw transientFailure("an answer that was cut short or damaged", Reach.SERVED, e);
    } catch (IOException e) {
      throw transientFailure(
          "the connection broke (" + e.getClass().getSimpleName() + ")", Reach.SERVED, e);
    }
  }

  private static boolean isRedirect(Answer answer) {
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private Request redirected(Request request, Answer answer, int hop) {
    String location = answer.header("Location");
    if (location == null || hop >= MOST_REDIRECTS) {
      throw failure(
          request,
          location == null
              ? "a redirect without Location"
              : "more than " + MOST_REDIRECTS + " redirects");
    }
    Request next = follow(request, location);
    boolean home = requests.isHome(next.uri());
    if (request.body() != null && (answer.status() < 307 || !home)) {
      throw failure(
          request,
          "a POST is redirected to " + requests.shown(next.uri()) + "; expected that as its url");
    }
    if ("https".equals(request.uri().getScheme()) && !"https".equals(next.uri().getScheme())) {
      throw failure(request, "a redirect from https to http; expected https");
    }
    return next;
  }

  /** The request that a link leads to, which must be one of HTTP. */
  Request follow(Request request, String link) {
    try {
      Request next = request.follow(link);
      URI uri = next.uri();
      if (uri.getHost() != null && uri.getScheme().matches("https?") && uri.getUserInfo() == null) {
        return next;
      }
    } catch (IllegalArgumentException e) {
      // Told below, without the link: it may hold a secret.
    }
    throw failure(request, "a link that is no address of http or https");
  }

  private void refuse(Request request, Answer answer) throws ApiFailure {
    if (answer.isOk()) {
      return;
    }
    switch (answer.status()) {
      case 429, 503 ->
          throw new ApiFailure(
              "answered " + answer.status(),
              answer.status() == 429 ? Reach.REFUSED : Reach.SERVED,
              capped(RateHeaders.afterRefusal(answer, Instant.now())),
              null);
      case 408, 425, 500, 502, 504 ->
          throw transientFailure("answered " + answer.status(), Reach.SERVED, null);
      case 401, 403 ->
          throw failure(
              request, "answered " + answer.status() + "; check source.rest.auth and its secrets");
      default -> throw new Refused(failure(request, "answered " + answer.status()), answer);
    }
  }

  /** The API refused a request for good. */
  static final class Refused extends TowpathException {
    private static final long serialVersionUID = 1L;
    private final transient Answer answer;

    Refused(TowpathException failure, Answer answer) {
      super(failure.exitCode(), String.valueOf(failure.getMessage()));
      this.answer = answer;
    }

    Answer answer() {
      return answer;
    }
  }

  private @Nullable Duration capped(@Nullable Duration asked) {
    Duration longest = declaration.courtesy().retries().longest();
    return asked == null || asked.compareTo(longest) < 0 ? asked : longest;
  }

  private <T> T read(Request request, Answer answer, Api.Reading<T> reading) throws ApiFailure {
    try {
      return reading.read(answer);
    } catch (EOFException e) {
      throw transientFailure(String.valueOf(e.getMessage()), Reach.SERVED, e);
    } catch (IOException | Page.Unexpected e) {
      throw failure(request, String.valueOf(e.getMessage()));
    }
  }

  private static ApiFailure transientFailure(String what, Reach reach, @Nullable Throwable cause) {
    return new ApiFailure(what, reach, null, cause);
  }

  private TowpathException failure(Request request, String what) {
    return new TowpathException(ExitCode.SOURCE, requests.shown(request) + ": " + what);
  }
}
