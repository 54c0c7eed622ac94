package io.towpath.config;

import io.towpath.config.Feed.Compression;
import io.towpath.config.Feed.Dialect;
import io.towpath.config.Feed.Format;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.Words;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads where records come from. */
final class SourceReader {
  private static final List<String> KEYS =
      List.of(
          "files",
          "format",
          "settle",
          "landed",
          "encoding",
          "multiline",
          "compression",
          "dialect",
          "records",
          "sheet");
  private static final Pattern PATH = Pattern.compile("(/[\\p{L}_][\\p{L}\\p{N}_.-]*)+");
  private static final Map<String, Format> FORMATS = new LinkedHashMap<>();
  private static final Map<String, Compression> COMPRESSIONS = new LinkedHashMap<>();
  private static final Map<String, Format> ENDINGS =
      Map.of(
          "csv", Format.CSV,
          "ndjson", Format.NDJSON,
          "jsonl", Format.NDJSON,
          "json", Format.JSON,
          "xml", Format.XML,
          "avro", Format.AVRO,
          "parquet", Format.PARQUET,
          "xlsx", Format.XLSX);

  static {
    for (Format format : Format.values()) {
      if (format != Format.ITEMS) {
        FORMATS.put(DecodeReader.word(format), format);
      }
    }
    for (Compression compression : Compression.values()) {
      COMPRESSIONS.put(DecodeReader.word(compression), compression);
    }
  }

  private SourceReader() {}

  static Optional<SourceDeclaration> read(YamlValue value) {
    if (has(value, "jdbc")) {
      return only(value, "jdbc").flatMap(JdbcReader::read);
    }
    if (has(value, "rest")) {
      return only(value, "rest").flatMap(RestReader::read);
    }
    if (has(value, "use")) {
      return PluginReader.read(value);
    }
    return value.keys(KEYS).flatMap(SourceReader::files);
  }

  private static boolean has(YamlValue value, String kind) {
    return value.isMapping() && value.anyKeys().filter(keys -> keys.has(kind)).isPresent();
  }

  private static Optional<YamlValue> only(YamlValue value, String kind) {
    return value.keys(List.of(kind)).flatMap(keys -> keys.find(kind));
  }

  private static Optional<SourceDeclaration> files(YamlKeys keys) {
    List<String> globs =
        keys.require("files", "a path such as \"inbox/orders-*.csv\", or a list of paths")
            .map(SourceReader::globs)
            .orElse(List.of());
    Format format = format(keys, globs);
    Dialect dialect =
        format == Format.FIXED
            ? FixedReader.read(keys)
            : DialectReader.read(keys.findUnlessNull("dialect"), format);
    String encoding = encoding(keys);
    boolean multiline = keys.flag("multiline", false) || format == Format.XLSX;
    Compression compression = keys.choice("compression", COMPRESSIONS, Compression.AUTO);
    Duration settle = keys.find("settle").map(Quantities::duration).orElse(Duration.ZERO);
    FilesDeclaration.Landed landed = LandedReader.read(keys, globs);
    String records = records(keys, format);
    String sheet = keys.findUnlessNull("sheet").map(YamlValue::text).orElse(null);
    if (format == null) {
      return Optional.empty();
    }
    refuseMisplaced(keys, format, multiline, compression);
    return Optional.of(
        new FilesDeclaration(
            globs,
            new Layout(format, dialect, encoding, multiline, compression, records, sheet),
            settle,
            landed));
  }

  private static List<String> globs(YamlValue value) {
    List<YamlValue> values = value.isList() ? value.items() : List.of(value);
    if (values.isEmpty()) {
      value.problem("files is an empty list; expected at least one path");
    }
    return values.stream().map(SourceReader::glob).toList();
  }

  private static String glob(YamlValue value) {
    String glob = value.text();
    if (glob == null) {
      return "";
    }
    int scheme = glob.indexOf("://");
    if (scheme >= 0 && !glob.startsWith("s3://") && !glob.startsWith("file://")) {
      value.expected("a path or s3://bucket/path");
    }
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      value.expected("a path with *, ? or **, its brackets and braces closed");
    }
    return glob;
  }

  private static @Nullable Format format(YamlKeys keys, List<String> globs) {
    if (keys.has("format")) {
      return keys.find("format").map(value -> value.choice(FORMATS)).orElse(null);
    }
    Set<String> endings = globs.stream().map(SourceReader::ending).collect(Collectors.toSet());
    Format format = endings.size() == 1 ? ENDINGS.get(endings.iterator().next()) : null;
    if (format == null && !globs.isEmpty()) {
      keys.require("format", Words.or(FORMATS.keySet()) + " (the paths do not tell)");
    }
    return format;
  }

  private static String ending(String glob) {
    String bare = glob.replaceFirst("\\.(gz|gzip|zst|bz2|\\*)$", "").replaceFirst("\\*$", "");
    return bare.substring(bare.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
  }

  private static String encoding(YamlKeys keys) {
    Optional<YamlValue> value = keys.find("encoding");
    String name = value.map(YamlValue::text).orElse("UTF-8");
    try {
      if (Charset.isSupported(name) && Charset.forName(name).canEncode()) {
        return Charset.forName(name).name();
      }
    } catch (IllegalCharsetNameException e) {
      // Reported like a name that is unknown.
    }
    value.ifPresent(
        found ->
            found.expected(
                "the name of an encoding"
                    + Nearest.hint(name, Charset.availableCharsets().keySet())));
    return "UTF-8";
  }

  private static @Nullable String records(YamlKeys keys, @Nullable Format format) {
    if (format != Format.XML) {
      keys.find("records").ifPresent(value -> value.problem("records is for format xml only"));
      return null;
    }
    return keys.require(
            "records", "the path of the elements that are records, such as /orders/order")
        .map(SourceReader::path)
        .orElse(null);
  }

  private static @Nullable String path(YamlValue value) {
    String path = value.text();
    if (path != null && !PATH.matcher(path).matches()) {
      value.expected("a path of element names from the root on, such as /orders/order");
    }
    return path;
  }

  private static void refuseMisplaced(
      YamlKeys keys, Format format, boolean multiline, Compression compression) {
    boolean binary = format == Format.AVRO || format == Format.PARQUET || format == Format.XLSX;
    if (format != Format.XLSX) {
      keys.find("sheet").ifPresent(value -> value.problem("sheet is for format xlsx only"));
    }
    if (multiline && format != Format.CSV) {
      keys.find("multiline").ifPresent(value -> value.problem("multiline is for format csv only"));
    }
    if (format == Format.XML && keys.has("encoding")) {
      keys.find("encoding")
          .ifPresent(value -> value.problem("encoding of xml is in the file; leave it out"));
    }
    if (binary && keys.has("encoding")) {
      keys.find("encoding")
          .ifPresent(
              value -> value.problem("encoding is for text, not for " + DecodeReader.word(format)));
    }
    if (binary && compression != Compression.AUTO && compression != Compression.NONE) {
      keys.find("compression")
          .ifPresent(
              value ->
                  value.problem(
                      "compression of "
                          + DecodeReader.word(format)
                          + " is in the file; leave it out"));
    }
  }
}
