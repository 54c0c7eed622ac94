package io.towpath.pipelines.draft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a draft reads from.
 *
 * @param from a file, pattern of files or {@code s3://} URI; a JDBC URL; or the address of an API
 * @param table of a database, null for anything else
 * @param user reference or text, null for none
 * @param password reference, null for none
 */
public record DraftSource(
    String from, @Nullable String table, @Nullable String user, @Nullable String password) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PACKED = Pattern.compile("\\.(gz|gzip|zst|zstd|bz2)$");
  private static final Pattern KNOWN =
      Pattern.compile(".*\\.(csv|ndjson|jsonl|json|avro|parquet|xlsx)$");
  private static final Pattern PRIVATE =
      Pattern.compile("localhost|127\\..*|10\\..*|192\\.168\\..*|\\[::1]");
  private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");

  /** Where APIs have their lists. */
  private static final List<String> POINTERS =
      List.of("", "/data", "/items", "/results", "/records", "/value");

  boolean isApi() {
    return from.startsWith("http://") || from.startsWith("https://");
  }

  boolean isDatabase() {
    return from.startsWith("jdbc:");
  }

  /**
   * What may stand under {@code source} in a feed; the one that shows most columns is right.
   *
   * @param root the project's folder
   */
  List<String> candidates(Path root) {
    if (isDatabase()) {
      return List.of(database());
    }
    return isApi() ? api() : files(root);
  }

  /** The same with a text that means nothing; only delimited text has one. */
  static String withNullText(String candidate, String text) {
    String key = "nullText: " + text(text);
    return candidate.contains("dialect: {")
        ? candidate.replace("dialect: {", "dialect: {" + key + ", ")
        : candidate.replaceFirst("}$", Matcher.quoteReplacement(", dialect: {" + key + "}}"));
  }

  private String database() {
    if (table == null) {
      throw new TowpathException(
          ExitCode.CONFIGURATION, "draft: --from names a database; expected --table as well");
    }
    List<String> keys = new ArrayList<>();
    keys.add("url: " + text(from));
    if (user != null) {
      keys.add("user: " + text(user));
    }
    if (password != null) {
      keys.add("password: " + text(password));
    }
    keys.add("table: " + text(table));
    return "{jdbc: {" + String.join(", ", keys) + "}}";
  }

  private List<String> api() {
    List<String> keys = new ArrayList<>();
    try {
      URI uri = new URI(from);
      String host = String.valueOf(uri.getHost());
      keys.add("url: " + text(uri.getScheme() + "://" + uri.getRawAuthority()));
      keys.add("path: " + text(uri.getPath().isEmpty() ? "/" : uri.getPath()));
      if (uri.getQuery() != null) {
        keys.add("query: {" + query(uri.getQuery()) + "}");
      }
      if (PRIVATE.matcher(host).matches()) {
        keys.add("allowPrivate: true");
      }
    } catch (URISyntaxException e) {
      throw new TowpathException(
          ExitCode.CONFIGURATION, "draft: --from " + from + " is no address: " + e.getReason(), e);
    }
    return POINTERS.stream()
        .map(pointer -> pointer.isEmpty() ? "" : ", records: " + pointer)
        .map(records -> "{rest: {" + String.join(", ", keys) + records + "}}")
        .toList();
  }

  private static String query(String query) {
    List<String> pairs = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      pairs.add(text(parts[0]) + ": " + text(parts.length == 1 ? "" : parts[1]));
    }
    return String.join(", ", pairs);
  }

  private List<String> files(Path root) {
    String files = "files: " + text(place(root));
    String plain = PACKED.matcher(from).replaceFirst("");
    boolean known = KNOWN.matcher(plain).matches();
    if (known && !plain.endsWith(".csv")) {
      return List.of("{" + files + "}");
    }
    String csv = files + (known ? "" : ", format: csv");
    return DELIMITERS.stream()
        .map(
            delimiter ->
                delimiter.equals(",")
                    ? "{" + csv + "}"
                    : "{" + csv + ", dialect: {delimiter: " + text(delimiter) + "}}")
        .toList();
  }

  /** As a feed names it: from the project's folder on, if it lies there. */
  private String place(Path root) {
    if (from.startsWith("s3://")) {
      return from;
    }
    Path file = Path.of(from).toAbsolutePath().normalize();
    return file.startsWith(root) ? root.relativize(file).toString() : file.toString();
  }

  /** A text as YAML and JSON both have it. */
  private static String text(String value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text that is no JSON", e);
    }
  }
}
