package io.towpath.config;

import io.towpath.yaml.Nearest;
import io.towpath.yaml.Problems;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code towpath.yaml}. */
final class ProjectReader {
  private static final List<String> COMMON = List.of("raw", "warehouse", "runner", "s3");
  private static final List<String> KEYS =
      List.of("project", "raw", "warehouse", "runner", "s3", "profiles");
  private static final Map<String, String> RUNNERS = ordered("auto", "direct", "spark");

  private final Path root;
  private final Problems problems;

  ProjectReader(Path root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  /** What a profile may override; null where it says nothing. */
  record Settings(
      @Nullable String name,
      @Nullable String raw,
      Project.@Nullable Warehouse warehouse,
      @Nullable String runner,
      Project.@Nullable S3 s3) {

    Settings overriddenBy(Settings profile) {
      return new Settings(
          name,
          profile.raw == null ? raw : profile.raw,
          profile.warehouse == null ? warehouse : profile.warehouse,
          profile.runner == null ? runner : profile.runner,
          profile.s3 == null ? s3 : profile.s3);
    }

    Project project(Path root, Map<String, Feed> feeds) {
      return new Project(
          String.valueOf(name),
          root,
          String.valueOf(raw),
          warehouse == null ? new Project.Warehouse.Embedded() : warehouse,
          runner == null ? "auto" : runner,
          s3 == null ? new Project.S3(null, null, false) : s3,
          feeds);
    }
  }

  Optional<Settings> read(YamlValue file, Optional<String> profile) {
    return file.keys(KEYS).map(keys -> applied(keys, profile));
  }

  private Settings applied(YamlKeys keys, Optional<String> chosen) {
    keys.require("project", "the project's name");
    Map<String, Settings> profiles = new LinkedHashMap<>();
    keys.findUnlessNull("profiles")
        .flatMap(YamlValue::anyKeys)
        .ifPresent(
            named -> named.names().forEach(name -> profiles.put(name, profile(named, name))));
    Settings common = settings(keys);
    if (chosen.isEmpty()) {
      requireRawAndWarehouse(keys, common);
      return common;
    }
    Settings override = profiles.get(chosen.get());
    if (override == null) {
      problems.add(
          keys.placeOf("profiles"),
          "there is no profile "
              + chosen.get()
              + Nearest.of(chosen.get(), profiles.keySet())
                  .map(near -> ". Did you mean " + near + "?")
                  .orElse(
                      "; found "
                          + (profiles.isEmpty() ? "none" : String.join(", ", profiles.keySet()))));
      return common;
    }
    Settings applied = common.overriddenBy(override);
    requireRawAndWarehouse(keys, applied);
    return applied;
  }

  /** A key that is there but wrong has its message already. */
  private static void requireRawAndWarehouse(YamlKeys keys, Settings settings) {
    if (settings.raw == null && !keys.has("raw")) {
      keys.require("raw", "a folder or s3://bucket/prefix");
    }
    if (settings.warehouse == null && !keys.has("warehouse")) {
      keys.require("warehouse", "embedded, or {url: …, user: …, password: …}");
    }
  }

  private Settings profile(YamlKeys profiles, String name) {
    return profiles
        .find(name)
        .flatMap(value -> value.keys(COMMON))
        .map(this::settings)
        .orElse(new Settings(null, null, null, null, null));
  }

  private Settings settings(YamlKeys keys) {
    return new Settings(
        keys.text("project"),
        keys.find("raw").map(this::raw).orElse(null),
        keys.find("warehouse").map(value -> new WarehouseReader().read(value)).orElse(null),
        keys.find("runner").map(value -> value.choice(RUNNERS)).orElse(null),
        keys.find("s3").map(ProjectReader::s3).orElse(null));
  }

  private @Nullable String raw(YamlValue value) {
    String raw = value.text();
    if (raw == null) {
      return null;
    }
    if (raw.startsWith("s3://")) {
      if (raw.matches("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\\s]*)?")) {
        return raw.replaceFirst("/+$", "");
      }
      value.expected("s3://bucket or s3://bucket/prefix");
      return null;
    }
    if (raw.contains("://")) {
      value.expected("a folder or s3://bucket/prefix");
      return null;
    }
    return root.resolve(raw).normalize().toString();
  }

  private static Project.@Nullable S3 s3(YamlValue value) {
    return value
        .keys(List.of("region", "endpoint", "pathStyle"))
        .map(
            keys ->
                new Project.S3(keys.text("region"), endpoint(keys), keys.flag("pathStyle", false)))
        .orElse(null);
  }

  private static @Nullable String endpoint(YamlKeys keys) {
    String endpoint = keys.text("endpoint");
    if (endpoint != null && !endpoint.matches("https?://[^\\s/@]+/?")) {
      keys.find("endpoint").ifPresent(value -> value.expected("http://host:port or https://host"));
    }
    return endpoint;
  }

  private static Map<String, String> ordered(String... words) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String word : words) {
      map.put(word, word);
    }
    return map;
  }
}
