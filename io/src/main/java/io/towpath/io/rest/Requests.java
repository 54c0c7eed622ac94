package io.towpath.io.rest;

import io.towpath.config.RestAuth;
import io.towpath.config.RestDeclaration;
import io.towpath.config.RestDeclaration.Endpoint;
import io.towpath.config.Secret;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes the first request of a declaration, and shows requests without secrets. */
final class Requests {
  private static final Pattern SUSPICIOUS =
      Pattern.compile("(?i).*(token|secret|passw|signature|api_?key|auth|credential).*|sig|key");

  private final RestDeclaration declaration;
  private final Set<String> secret = new HashSet<>();

  Requests(RestDeclaration declaration) {
    this.declaration = declaration;
    declaration
        .endpoint()
        .query()
        .forEach(
            (name, value) -> {
              if (value.store() != Secret.Store.LITERAL) {
                secret.add(name);
              }
            });
    if (declaration.auth() instanceof RestAuth.ApiKey key && key.query() != null) {
      secret.add(key.query());
    }
  }

  RestDeclaration declaration() {
    return declaration;
  }

  /** The request for the first page. */
  Request first() {
    Endpoint endpoint = declaration.endpoint();
    String body = endpoint.method() == RestDeclaration.Method.POST ? endpoint.body() : null;
    Request request = with(endpoint.query(), new Request(URI.create(endpoint.target()), body));
    RestDeclaration.Pagination pagination = declaration.pagination();
    if (pagination.sizeParameter() != null) {
      request = request.with(pagination.sizeParameter(), Integer.toString(pagination.size()));
    }
    return request;
  }

  /** The request for an item of the list. */
  Request detail(RestDeclaration.Detail detail, String id) {
    String place =
        declaration.endpoint().url() + detail.path().replace("{id}", Request.encoded(id));
    return with(declaration.endpoint().query(), new Request(URI.create(place), null));
  }

  private static Request with(Map<String, Secret> query, Request bare) {
    Request request = bare;
    for (Map.Entry<String, Secret> parameter : query.entrySet()) {
      request = request.with(parameter.getKey(), parameter.getValue().resolve());
    }
    return request;
  }

  /** The request in words, such as {@code GET https://api.example.com/orders?page=2&key=***}. */
  String shown(Request request) {
    return (request.body() == null ? "GET " : "POST ") + shown(request.uri());
  }

  /** An address whose secret parameters are masked. */
  String shown(URI uri) {
    StringBuilder shown = new StringBuilder();
    shown.append(uri.getScheme()).append("://").append(uri.getHost());
    if (uri.getPort() >= 0) {
      shown.append(':').append(uri.getPort());
    }
    shown.append(uri.getRawPath());
    if (uri.getRawQuery() != null) {
      char separator = '?';
      for (String pair : uri.getRawQuery().split("&", -1)) {
        String name = pair.split("=", 2)[0];
        shown.append(separator).append(isSecret(name) ? name + "=***" : pair);
        separator = '&';
      }
    }
    return shown.toString();
  }

  private boolean isSecret(String name) {
    return secret.contains(name) || SUSPICIOUS.matcher(name).matches();
  }

  /** Whether credentials may be sent there: only where the declaration itself points. */
  boolean isHome(URI uri) {
    return origin(uri).equals(origin(URI.create(declaration.endpoint().url())));
  }

  private static String origin(URI uri) {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    return (uri.getScheme() + "://" + uri.getHost() + ":" + port).toLowerCase(Locale.ROOT);
  }
}
