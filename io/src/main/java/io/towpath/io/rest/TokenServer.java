package io.towpath.io.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.towpath.config.RestAuth;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives tokens by OAuth 2 client credentials (RFC 6749, section 4.4). */
final class TokenServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A token is replaced so long before it expires, so that it does not on its way. */
  private static final Duration EARLY = Duration.ofSeconds(30);

  private final RestAuth.ClientCredentials client;
  private final Transport transport;

  TokenServer(RestAuth.ClientCredentials client, Transport transport) {
    this.client = client;
    this.transport = transport;
  }

  /**
   * A new token.
   *
   * @param usable how long, which is less than until it expires
   */
  record Issued(String text, Duration usable) {

    @Override
    public String toString() {
      return "token usable for " + usable;
    }
  }

  /** Asks for a token once. */
  Issued ask() throws ApiFailure {
    Answer answer;
    try {
      answer = transport.post(URI.create(client.tokenUrl()), form(), headers());
    } catch (IOException e) {
      throw new ApiFailure(
          client.tokenUrl() + " gave no token (" + e.getClass().getSimpleName() + ")",
          ApiFailure.Reach.REFUSED,
          null,
          e);
    }
    if (answer.status() >= 500 || answer.status() == 429) {
      throw new ApiFailure(
          client.tokenUrl() + " answered " + answer.status(), ApiFailure.Reach.REFUSED, null, null);
    }
    return token(answer);
  }

  private Issued token(Answer answer) {
    try {
      JsonNode node = JSON.readTree(answer.body(), 0, answer.length());
      String found = node.path("access_token").textValue();
      if (answer.isOk() && found != null) {
        long seconds = Math.max(0, Math.min(node.path("expires_in").asLong(3600), 86_400));
        long usable = Math.max(seconds - EARLY.toSeconds(), seconds / 2);
        return new Issued(found, Duration.ofSeconds(usable));
      }
    } catch (IOException e) {
      // Told like an answer without a token; what it holds may be one.
    }
    throw new TowpathException(
        ExitCode.SOURCE,
        client.tokenUrl()
            + " answered "
            + answer.status()
            + " without an access_token; check auth.oauth2 of the feed and what "
            + client.clientSecret()
            + " holds");
  }

  private String form() {
    String form = "grant_type=client_credentials";
    return client.scope() == null ? form : form + "&scope=" + encoded(client.scope());
  }

  private Map<String, String> headers() {
    String login =
        encoded(client.clientId().resolve()) + ":" + encoded(client.clientSecret().resolve());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    headers.put(
        "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    return headers;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
