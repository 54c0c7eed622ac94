package io.towpath.io.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one page is asked for by, without credentials.
 *
 * @param body a JSON object, null for a GET
 */
record Request(URI uri, @Nullable String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The same with a parameter set: of the query, or of the body if it is a JSON Pointer. */
  Request with(String parameter, String value) {
    return parameter.startsWith("/")
        ? new Request(uri, bodyWith(JsonPointer.compile(parameter), value))
        : new Request(uriWith(parameter, value), body);
  }

  /** What a link of the page that this asked for leads to. */
  Request follow(String link) {
    // URI.resolve follows RFC 2396, which loses the path's last segment here.
    String bare = uri.toString().split("[?#]", 2)[0];
    return new Request(link.startsWith("?") ? URI.create(bare + link) : uri.resolve(link), body);
  }

  private URI uriWith(String parameter, String value) {
    String name = encoded(parameter);
    List<String> pairs = new ArrayList<>();
    if (uri.getRawQuery() != null) {
      pairs.addAll(List.of(uri.getRawQuery().split("&", -1)));
      pairs.removeIf(pair -> pair.split("=", 2)[0].equals(name));
    }
    pairs.add(name + "=" + encoded(value));
    String bare = uri.toString().split("[?#]", 2)[0];
    return URI.create(bare + "?" + String.join("&", pairs));
  }

  /** Text as a part of a path or query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private String bodyWith(JsonPointer pointer, String value) {
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(body);
      ObjectNode parent = root;
      JsonPointer at = pointer;
      while (!at.tail().matches()) {
        JsonNode child = parent.get(at.getMatchingProperty());
        parent =
            child instanceof ObjectNode object
                ? object
                : parent.putObject(at.getMatchingProperty());
        at = at.tail();
      }
      if (value.matches("0|[1-9][0-9]{0,17}")) {
        parent.put(at.getMatchingProperty(), Long.parseLong(value));
      } else {
        parent.put(at.getMatchingProperty(), value);
      }
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a body that was read as an object before", e);
    }
  }
}
