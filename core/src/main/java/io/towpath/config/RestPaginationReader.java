package io.towpath.config;

import io.towpath.config.RestDeclaration.Pagination;
import io.towpath.config.RestDeclaration.Stop;
import io.towpath.config.RestDeclaration.Style;
import io.towpath.yaml.Words;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads how the pages of an API follow each other. */
final class RestPaginationReader {
  private static final List<String> KEYS =
      List.of(
          "style",
          "parameter",
          "from",
          "first",
          "sizeParameter",
          "size",
          "stop",
          "total",
          "hasMore");
  private static final Map<String, Style> STYLES = new LinkedHashMap<>();
  private static final Map<String, Boolean> STOPS = new LinkedHashMap<>();
  private static final Set<String> SIZED = Set.of("sizeParameter", "size");
  private static final Set<String> COUNTED = Set.of("first", "stop", "total", "hasMore");
  private static final int MOST_ITEMS = 1_000_000;
  private static final Pagination ONE_PAGE =
      new Pagination(Style.NONE, null, null, 0, null, 0, new Stop(false, null, null));

  static {
    for (Style style : Style.values()) {
      STYLES.put(DecodeReader.word(style), style);
    }
    STOPS.put("empty", false);
    STOPS.put("short", true);
  }

  private RestPaginationReader() {}

  static Pagination read(YamlKeys rest, boolean hasBody) {
    return rest.findUnlessNull("pagination")
        .flatMap(value -> value.keys(KEYS))
        .map(keys -> pagination(keys, hasBody))
        .orElse(ONE_PAGE);
  }

  private static Pagination pagination(YamlKeys keys, boolean hasBody) {
    Style style =
        keys.require("style", Words.or(STYLES.keySet()))
            .map(value -> value.choice(STYLES))
            .orElse(null);
    if (style == null) {
      return ONE_PAGE;
    }
    refuseOthers(keys, style);
    Long first = keys.find("first").map(value -> value.wholeNumber(0)).orElse(null);
    Pagination pagination =
        new Pagination(
            style,
            parameter(keys, style, hasBody),
            from(keys, style),
            first == null ? (style == Style.PAGE ? 1 : 0) : first,
            keys.find("sizeParameter").map(value -> parameter(value, hasBody)).orElse(null),
            size(keys),
            stop(keys));
    if (pagination.size() == 0 && keys.has("sizeParameter")) {
      keys.require("size", "how many items a page is to have");
    } else if (pagination.size() == 0 && pagination.stop().shortPage()) {
      keys.require("size", "how many items a full page has, to know a short one");
    }
    return pagination;
  }

  /** A query parameter, or a JSON Pointer into the body. */
  static @Nullable String parameter(YamlValue value, boolean hasBody) {
    String parameter = value.text();
    if (parameter != null && parameter.startsWith("/")) {
      if (!hasBody) {
        value.problem(
            value.name()
                + " points into a body, and there is none; expected method: POST and body");
      }
      return RestPointers.read(value);
    }
    return parameter;
  }

  private static @Nullable String parameter(YamlKeys keys, Style style, boolean hasBody) {
    boolean needed =
        switch (style) {
          case PAGE, OFFSET, CURSOR, HEADER -> true;
          case NONE, NEXT, LINK -> false;
        };
    return needed
        ? keys.require("parameter", "the parameter that asks for a page, such as page")
            .map(value -> parameter(value, hasBody))
            .orElse(null)
        : null;
  }

  private static @Nullable String from(YamlKeys keys, Style style) {
    return switch (style) {
      case CURSOR -> pointer(keys, "the JSON Pointer of the cursor, such as /meta/next");
      case NEXT -> pointer(keys, "the JSON Pointer of the link, such as /links/next");
      case HEADER ->
          keys.require("from", "the header that has the cursor, such as X-Next-Page")
              .map(RestEndpointReader::header)
              .orElse(null);
      case NONE, PAGE, OFFSET, LINK -> null;
    };
  }

  private static @Nullable String pointer(YamlKeys keys, String expected) {
    return keys.require("from", expected).map(RestPointers::read).orElse(null);
  }

  private static int size(YamlKeys keys) {
    Optional<YamlValue> value = keys.find("size");
    Long size = value.map(found -> found.wholeNumber(1)).orElse(null);
    if (size != null && size > MOST_ITEMS) {
      value.get().expected("at most " + MOST_ITEMS);
    }
    return size == null ? 0 : (int) Math.min(size, MOST_ITEMS);
  }

  private static Stop stop(YamlKeys keys) {
    return new Stop(
        keys.choice("stop", STOPS, false),
        keys.findUnlessNull("total").map(RestPointers::read).orElse(null),
        keys.findUnlessNull("hasMore").map(RestPointers::read).orElse(null));
  }

  private static void refuseOthers(YamlKeys keys, Style style) {
    Set<String> allowed = new TreeSet<>(List.of("style"));
    if (style == Style.PAGE || style == Style.OFFSET) {
      allowed.addAll(COUNTED);
    }
    if (style != Style.NONE) {
      allowed.addAll(SIZED);
    }
    if (style != Style.NONE && style != Style.NEXT && style != Style.LINK) {
      allowed.add("parameter");
    }
    if (style == Style.CURSOR || style == Style.NEXT || style == Style.HEADER) {
      allowed.add("from");
    }
    for (String key : keys.names()) {
      if (KEYS.contains(key) && !allowed.contains(key)) {
        keys.problemAt(
            key,
            key
                + " is not for pagination of style "
                + DecodeReader.word(style)
                + ", which knows "
                + Words.or(allowed));
      }
    }
  }
}
