package io.towpath.config;

import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads who asks an API. */
final class RestAuthReader {
  private static final List<String> KINDS = List.of("bearer", "apiKey", "basic", "oauth2");
  private static final List<String> API_KEY = List.of("header", "query", "key");
  private static final List<String> BASIC = List.of("user", "password");
  private static final List<String> OAUTH2 =
      List.of("tokenUrl", "clientId", "clientSecret", "scope");
  private static final RestAuth NOBODY = new RestAuth.None();

  private RestAuthReader() {}

  static RestAuth read(YamlKeys rest) {
    RestAuth auth =
        rest.findUnlessNull("auth")
            .flatMap(value -> value.keys(KINDS))
            .map(keys -> auth(rest, keys))
            .orElse(NOBODY);
    return auth;
  }

  private static @Nullable RestAuth auth(YamlKeys rest, YamlKeys keys) {
    List<String> kinds = keys.names().stream().filter(KINDS::contains).toList();
    if (kinds.size() != 1) {
      if (keys.names().size() == kinds.size()) {
        rest.problemAt(
            "auth",
            "auth has "
                + kinds.size()
                + " kinds; expected one of bearer,"
                + " apiKey, basic or oauth2");
      }
      return null;
    }
    return switch (kinds.get(0)) {
      case "bearer" -> bearer(keys);
      case "apiKey" -> nested(keys, "apiKey", API_KEY, RestAuthReader::apiKey);
      case "basic" -> nested(keys, "basic", BASIC, RestAuthReader::basic);
      default -> nested(keys, "oauth2", OAUTH2, RestAuthReader::clientCredentials);
    };
  }

  private interface Kind {
    @Nullable RestAuth read(YamlKeys keys);
  }

  private static @Nullable RestAuth nested(
      YamlKeys keys, String key, List<String> known, Kind kind) {
    return keys.find(key).flatMap(value -> value.keys(known)).map(kind::read).orElse(null);
  }

  private static @Nullable RestAuth bearer(YamlKeys keys) {
    Secret token = secret(keys, "bearer");
    return token == null ? null : new RestAuth.Bearer(token);
  }

  private static @Nullable RestAuth apiKey(YamlKeys keys) {
    if (keys.has("header") == keys.has("query")) {
      if (keys.has("header")) {
        keys.problemAt("query", "header and query are both there; expected one of them");
      } else {
        keys.require("header", "the header or query: the parameter that carries the key");
      }
    }
    Secret key = secret(keys, "key");
    String header = keys.find("header").map(RestEndpointReader::header).orElse(null);
    String query = keys.text("query");
    return key == null ? null : new RestAuth.ApiKey(header, query, key);
  }

  private static @Nullable RestAuth basic(YamlKeys keys) {
    keys.require("user", "a name or a reference such as \"${env:API_USER}\"");
    Secret user = SecretReader.referenceOrText(keys, "user");
    Secret password = secret(keys, "password");
    return user == null || password == null ? null : new RestAuth.Basic(user, password);
  }

  private static @Nullable RestAuth clientCredentials(YamlKeys keys) {
    String tokenUrl =
        keys.require("tokenUrl", "the address that gives tokens")
            .map(RestEndpointReader::url)
            .orElse(null);
    keys.require("clientId", "a name or a reference such as \"${env:CLIENT_ID}\"");
    Secret id = SecretReader.referenceOrText(keys, "clientId");
    Secret secret = secret(keys, "clientSecret");
    String scope = keys.findUnlessNull("scope").map(YamlValue::text).orElse(null);
    return tokenUrl == null || id == null || secret == null
        ? null
        : new RestAuth.ClientCredentials(tokenUrl, id, secret, scope);
  }

  private static @Nullable Secret secret(YamlKeys keys, String key) {
    keys.require(key, "a reference such as \"${env:API_TOKEN}\"");
    return SecretReader.reference(keys, key);
  }
}
