package io.towpath.config;

import io.towpath.core.ConfigurationException;
import io.towpath.yaml.Place;
import io.towpath.yaml.Problems;
import io.towpath.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads projects: {@code towpath.yaml}, {@code feeds/*.yaml} and the contracts that they name. */
public final class Projects {
  private static final String FILE = "towpath.yaml";

  /** A feed's name is part of paths, of the raw zone's keys and of the ledger's keys. */
  private static final Pattern FEED_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  private Projects() {}

  /**
   * Reads a project and applies a profile.
   *
   * @param folder that holds {@code towpath.yaml}
   * @param profile whose settings override the common ones
   * @throws ConfigurationException with every mistake in every file
   */
  public static Project read(Path folder, Optional<String> profile) {
    Path root = folder.toAbsolutePath().normalize();
    Problems problems = new Problems();
    if (!Files.exists(root.resolve(FILE))) {
      problems.add(
          new Place(FILE, 1, 1),
          "there is no such file in " + root + "; go to a project's folder, or make one with init");
      problems.throwIfAny();
    }
    Optional<ProjectReader.Settings> settings =
        YamlFile.read(root.resolve(FILE), FILE, problems)
            .flatMap(value -> new ProjectReader(root, problems).read(value, profile));
    Map<String, Feed> feeds = feeds(root, problems);
    problems.throwIfAny();
    return settings.orElseThrow().project(root, feeds);
  }

  private static Map<String, Feed> feeds(Path root, Problems problems) {
    Map<String, Feed> feeds = new LinkedHashMap<>();
    for (Path file : feedFiles(root.resolve("feeds"), problems)) {
      String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
      String shownAs = "feeds/" + file.getFileName();
      if (file.getFileName().toString().endsWith(".yml")) {
        problems.add(
            new Place(shownAs, 1, 1), "feeds end in .yaml; rename it to " + name + ".yaml");
      }
      if (!FEED_NAME.matcher(name).matches()) {
        problems.add(
            new Place(shownAs, 1, 1),
            "a feed is named by its file; expected lower-case letters, digits, - and _, at most 63");
      }
      YamlFile.read(file, shownAs, problems)
          .flatMap(value -> new FeedReader(root, file, shownAs, problems).read(value, name))
          .ifPresent(feed -> feeds.put(name, feed));
    }
    return Collections.unmodifiableMap(feeds);
  }

  private static List<Path> feedFiles(Path folder, Problems problems) {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
        found.forEach(files::add);
      } catch (IOException e) {
        problems.add(
            new Place("feeds", 1, 1),
            "the folder cannot be read (" + e.getClass().getSimpleName() + ")");
      }
    }
    Collections.sort(files);
    return files;
  }
}
