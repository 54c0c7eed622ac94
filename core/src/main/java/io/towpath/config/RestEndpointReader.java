package io.towpath.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.towpath.config.RestDeclaration.Endpoint;
import io.towpath.config.RestDeclaration.Method;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what an API is asked for. */
final class RestEndpointReader {
  static final List<String> KEYS =
      List.of(
          "url",
          "path",
          "query",
          "headers",
          "method",
          "body",
          "records",
          "idempotencyKey",
          "allowPrivate");
  private static final Map<String, Method> METHODS = new LinkedHashMap<>();
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Set<String> OURS =
      Set.of("host", "content-length", "transfer-encoding", "connection", "accept-encoding");
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    METHODS.put("GET", Method.GET);
    METHODS.put("POST", Method.POST);
  }

  private RestEndpointReader() {}

  static Endpoint read(YamlKeys keys) {
    Address address =
        AddressReader.require(
            keys, Address.Kind.HTTP, "the API's address such as https://api.example.com/v2");
    Method method = keys.choice("method", METHODS, Method.GET);
    String body = keys.findUnlessNull("body").map(RestEndpointReader::body).orElse(null);
    if (method == Method.GET && keys.has("body")) {
      keys.problemAt("body", "body is for method: POST");
    }
    if (method == Method.GET && keys.has("idempotencyKey")) {
      keys.problemAt("idempotencyKey", "idempotencyKey is for method: POST; a GET may be repeated");
    }
    return new Endpoint(
        address,
        keys.find("path").map(RestEndpointReader::path).orElse(""),
        texts(keys, "query"),
        headers(keys),
        method,
        body,
        keys.find("records").map(RestPointers::read).orElse(""),
        keys.findUnlessNull("idempotencyKey").map(RestEndpointReader::header).orElse(null),
        keys.flag("allowPrivate", false));
  }

  /** An address without login, query and fragment; null, with a problem, if it is none. */
  static @Nullable String url(YamlValue value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    return HttpUrls.report(value, text) ? null : text.replaceFirst("/+$", "");
  }

  /** A path behind the URL's own; null, with a problem, if it is none. */
  static @Nullable String path(YamlValue value) {
    String path = value.text();
    if (path != null && (!path.startsWith("/") || HttpUrls.uri(path.replace("{id}", "")) == null)) {
      value.expected("a path that begins with /, its special characters escaped by %");
    } else if (path != null && path.matches(".*[?#].*")) {
      value.problem(value.name() + " has a query or fragment; expected query: {…} beside it");
    }
    return path;
  }

  private static @Nullable String body(YamlValue value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isObject()) {
        return text;
      }
    } catch (JsonProcessingException e) {
      // Reported like JSON that is no object.
    }
    value.problem(
        value.name() + " is no JSON object; expected one in quotes, such as '{\"a\": 1}'");
    return null;
  }

  /** A header's name; null, with a problem, if it is none that may be set. */
  static @Nullable String header(YamlValue value) {
    String name = value.text();
    if (name != null && !isHeader(name)) {
      value.expected("the name of a header such as X-Request-Id");
      return null;
    }
    return name;
  }

  private static boolean isHeader(String name) {
    return TOKEN.matcher(name).matches() && !OURS.contains(name.toLowerCase(Locale.ROOT));
  }

  private static Map<String, Secret> headers(YamlKeys keys) {
    Map<String, Secret> headers = texts(keys, "headers");
    keys.find("headers")
        .filter(YamlValue::isMapping)
        .flatMap(YamlValue::anyKeys)
        .ifPresent(found -> found.names().forEach(name -> checkHeader(found, name, keys)));
    return headers;
  }

  private static void checkHeader(YamlKeys headers, String name, YamlKeys rest) {
    if (!isHeader(name)) {
      headers.problemAt(name, name + " is no header that may be set; leave it out");
    } else if (name.equalsIgnoreCase("Authorization")) {
      headers.problemAt(
          name,
          rest.has("auth")
              ? "auth makes the header Authorization; leave it out here"
              : "the header Authorization is made by auth; expected auth: {bearer: …} or another");
    }
  }

  private static Map<String, Secret> texts(YamlKeys keys, String key) {
    Map<String, Secret> texts = new LinkedHashMap<>();
    keys.findUnlessNull(key)
        .flatMap(YamlValue::anyKeys)
        .ifPresent(found -> found.names().forEach(name -> texts.put(name, text(found, name))));
    texts.values().removeIf(java.util.Objects::isNull);
    return Collections.unmodifiableMap(texts);
  }

  private static @Nullable Secret text(YamlKeys keys, String name) {
    YamlValue value = keys.find(name).orElseThrow();
    if (value.isText()) {
      return SecretReader.referenceOrText(keys, name);
    }
    String scalar = value.scalar();
    return scalar == null ? null : new Secret(scalar);
  }
}
