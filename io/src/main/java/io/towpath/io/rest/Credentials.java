package io.towpath.io.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.RestAuth;
import io.towpath.config.RestDeclaration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a request one of somebody's. Secrets are resolved here, on the worker that asks. */
final class Credentials {
  private final RestDeclaration declaration;
  private final @Nullable Tokens tokens;

  Credentials(RestSource.Origin origin, RestDeclaration declaration, Transport transport) {
    this.declaration = declaration;
    tokens =
        declaration.auth() instanceof RestAuth.ClientCredentials client
            ? new Tokens(new TokenServer(client, transport), new TokenLedger(origin, client))
            : null;
  }

  /**
   * A request with headers.
   *
   * @param token that was used, null if none was
   */
  record Signed(Request request, Map<String, String> headers, @Nullable Token token) {}

  /** The request as it is sent to the API itself. */
  Signed sign(Request request) throws ApiFailure {
    Map<String, String> headers = anonymous();
    declaration.endpoint().headers().forEach((name, value) -> headers.put(name, value.resolve()));
    Request signed = request;
    Token token = null;
    RestAuth auth = declaration.auth();
    if (auth instanceof RestAuth.Bearer bearer) {
      headers.put("Authorization", "Bearer " + bearer.token().resolve());
    } else if (auth instanceof RestAuth.Basic basic) {
      String login = basic.user().resolve() + ":" + basic.password().resolve();
      headers.put(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
    } else if (auth instanceof RestAuth.ApiKey key) {
      if (key.header() != null) {
        headers.put(key.header(), key.key().resolve());
      } else {
        signed = request.with(String.valueOf(key.query()), key.key().resolve());
      }
    } else if (tokens != null) {
      token = tokens.current();
      headers.put("Authorization", "Bearer " + token.text());
    }
    return new Signed(signed, headers, token);
  }

  /** The request as it is sent anywhere else. */
  Signed unsigned(Request request) {
    return new Signed(request, anonymous(), null);
  }

  private static Map<String, String> anonymous() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    return headers;
  }

  /** Lets go of a token that was refused; false if there is no other way to log in. */
  boolean renew(@Nullable Token refused) {
    if (tokens == null || refused == null) {
      return false;
    }
    tokens.drop(refused);
    return true;
  }
}
