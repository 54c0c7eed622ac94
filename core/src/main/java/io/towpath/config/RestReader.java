package io.towpath.config;

import io.towpath.config.RestDeclaration.Detail;
import io.towpath.config.RestDeclaration.Endpoint;
import io.towpath.config.RestDeclaration.Incremental;
import io.towpath.config.RestDeclaration.Pagination;
import io.towpath.config.RestDeclaration.TimeFormat;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an API as a source. */
final class RestReader {
  private static final List<String> KEYS = new ArrayList<>();
  private static final List<String> INCREMENTAL =
      List.of("since", "until", "start", "lag", "overlap", "format", "window");
  private static final List<String> DETAIL = List.of("path", "id", "record");
  private static final Map<String, TimeFormat> FORMATS = new LinkedHashMap<>();
  private static final Duration LAG = Duration.ofMinutes(1);

  static {
    KEYS.addAll(RestEndpointReader.KEYS);
    KEYS.addAll(List.of("pagination", "auth", "incremental", "detail"));
    KEYS.addAll(RestCourtesyReader.KEYS);
    for (TimeFormat format : TimeFormat.values()) {
      FORMATS.put(DecodeReader.word(format), format);
    }
  }

  private RestReader() {}

  static Optional<SourceDeclaration> read(YamlValue value) {
    return value.keys(KEYS).map(RestReader::declaration);
  }

  private static SourceDeclaration declaration(YamlKeys keys) {
    Endpoint endpoint = RestEndpointReader.read(keys);
    boolean hasBody = endpoint.body() != null;
    Pagination pagination = RestPaginationReader.read(keys, hasBody);
    RestAuth auth = RestAuthReader.read(keys);
    RestDeclaration.Courtesy courtesy = RestCourtesyReader.read(keys);
    Incremental incremental =
        keys.findUnlessNull("incremental")
            .flatMap(value -> value.keys(INCREMENTAL))
            .map(found -> incremental(found, hasBody))
            .orElse(null);
    Detail detail =
        keys.findUnlessNull("detail")
            .flatMap(value -> value.keys(DETAIL))
            .map(RestReader::detail)
            .orElse(null);
    return new RestDeclaration(endpoint, pagination, auth, courtesy, incremental, detail);
  }

  private static Incremental incremental(YamlKeys keys, boolean hasBody) {
    String since =
        keys.require("since", "the parameter for the beginning, such as updated_since")
            .map(value -> RestPaginationReader.parameter(value, hasBody))
            .orElse(null);
    String until =
        keys.findUnlessNull("until")
            .map(value -> RestPaginationReader.parameter(value, hasBody))
            .orElse(null);
    Instant start =
        keys.require("start", "where the first batch begins, such as \"2026-01-01\"")
            .map(RestReader::instant)
            .orElse(Instant.EPOCH);
    Duration window = keys.findUnlessNull("window").map(Quantities::positiveDuration).orElse(null);
    if (window != null && !keys.has("until")) {
      keys.problemAt("window", "window needs until; else every piece would hold all later items");
    }
    return new Incremental(
        String.valueOf(since),
        until,
        start,
        keys.find("lag").map(Quantities::duration).orElse(LAG),
        keys.find("overlap").map(Quantities::duration).orElse(Duration.ZERO),
        keys.choice("format", FORMATS, TimeFormat.ISO),
        window);
  }

  private static @Nullable Instant instant(YamlValue value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    try {
      return text.length() == "2026-01-31".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      value.expected("a date or an instant such as \"2026-01-31\" or \"2026-01-31T08:00:00Z\"");
      return null;
    }
  }

  private static Detail detail(YamlKeys keys) {
    return new Detail(
        keys.require("path", "a path with {id}, such as /orders/{id}")
            .map(RestReader::detailPath)
            .orElse(""),
        keys.require("id", "a JSON Pointer into an item, such as /id")
            .map(RestPointers::read)
            .orElse(""),
        keys.find("record").map(RestPointers::read).orElse(""));
  }

  private static @Nullable String detailPath(YamlValue value) {
    String path = RestEndpointReader.path(value);
    if (path != null && path.startsWith("/") && !path.contains("{id}")) {
      value.expected("a path with {id}, where an item's id goes");
    }
    return path;
  }

  /** Notes what cannot go together with how rows reach the table. */
  static void check(YamlKeys feed, RestDeclaration source, Feed.Load load) {
    if (source.incremental() != null && !load.mode().merges()) {
      feed.problemAt(
          "load",
          "mode "
              + load.mode().word()
              + " would "
              + (load.mode() == Feed.Mode.REPLACE
                  ? "swap the whole table for one slice"
                  : "keep twice what stands at the boundary of two slices")
              + "; expected mode upsert with source.rest.incremental");
    }
  }
}
