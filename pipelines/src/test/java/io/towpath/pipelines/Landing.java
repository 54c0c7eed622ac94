package io.towpath.pipelines;

import io.towpath.core.Manifest;
import io.towpath.io.raw.Manifests;
import io.towpath.io.raw.RawPaths;
import io.towpath.io.raw.RawStore;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.EmbeddedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A feed of orders whose inbox and raw zone both lie in folders, or both in a bucket. */
final class Landing {
  private final String feed;
  private final ProjectFolder project;
  private final Inbox inbox;
  private final Path zone;
  private final Map<String, String> environment;

  /** Where files arrive and are kept. */
  enum Place {
    FOLDER,
    BUCKET
  }

  /** The servers that a test class shares. */
  record Servers(EmbeddedPostgres postgres, EmbeddedS3 s3) {
    /** A feed of that name; a bucket is reached through the proxy. */
    Landing landing(Place place, Path root, String name) {
      String feed = name + "_" + place.name().toLowerCase(Locale.ROOT);
      return place == Place.FOLDER
          ? new Landing(
              feed,
              Orders.project(ProjectFolder.in(root, postgres), feed, feed),
              Inbox.in(root.resolve("inbox")),
              root.resolve("raw"),
              Map.of())
          : new Landing(
              feed,
              S3Project.in(root, postgres, s3, s3.proxy().endpoint()).orders(feed).folder(),
              Inbox.in(s3, "inbox-" + feed + "/"),
              s3.file("zone"),
              s3.environment());
    }
  }

  private Landing(
      String feed, ProjectFolder project, Inbox inbox, Path zone, Map<String, String> environment) {
    this.feed = feed;
    this.project = project;
    this.inbox = inbox;
    this.zone = zone;
    this.environment = environment;
  }

  String feed() {
    return feed;
  }

  ProjectFolder project() {
    return project;
  }

  Inbox inbox() {
    return inbox;
  }

  /** What a process of its own needs to reach the raw zone. */
  Map<String, String> environment() {
    return environment;
  }

  /** Changes the feed's file. */
  void editFeed(String pattern, String replacement) {
    String path = "feeds/" + feed + ".yaml";
    String text = project.text(path);
    String edited = text.replaceFirst(pattern, replacement);
    if (edited.equals(text)) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    project.file(path, edited);
  }

  /** Lands what has arrived and gives the names of the files. */
  List<String> land() {
    return land(Steps.before("none", () -> {}));
  }

  List<String> land(Progress progress) {
    try (Session session = project.open(RunnerChoice.DIRECT, progress)) {
      Manifest manifest = Land.run(session, session.plan(feed).feed()).manifest();
      return manifest == null ? List.of() : names(manifest);
    }
  }

  private static List<String> names(Manifest manifest) {
    return manifest.parts().stream()
        .map(part -> part.source().substring(part.source().lastIndexOf('/') + 1))
        .sorted()
        .toList();
  }

  /** Loads and publishes as well, and checks both books. */
  void run() {
    project.run(feed, RunnerChoice.DIRECT);
  }

  /** What readers see. */
  String rows() {
    return project.checksum(feed + ".orders");
  }

  /** What readers of a feed see that takes the same files, nothing else having happened. */
  String undisturbed() {
    String alone = feed + "_alone";
    Orders.project(project, alone, alone);
    project.file(
        "feeds/" + alone + ".yaml",
        project.text("feeds/" + feed + ".yaml").replace(feed + ".odcs", alone + ".odcs"));
    project.run(alone, RunnerChoice.DIRECT);
    return project.checksum(alone + ".orders");
  }

  /** Another process's lease ends as far as the ledger knows. */
  void expireLease() {
    project.execute("update towpath.lease set expires = now() where feed = '" + feed + "'");
  }

  /** Batches that the ledger knows, with the attempt that landed each. */
  List<String> batches() {
    return project
        .rows(
            "select batch || ' ' || attempt from towpath.batch where feed = '"
                + feed
                + "' order by batch")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  /** Batches that have a manifest, likewise. */
  List<String> manifests() {
    Manifests manifests = Manifests.of(store());
    List<String> found = new ArrayList<>();
    for (long batch = 1; manifests.read(feed, batch).isPresent(); batch++) {
      found.add(batch + " " + manifests.read(feed, batch).orElseThrow().attempt());
    }
    return found;
  }

  /** Paths of all that lies among the parts of a batch. */
  List<String> parts(long batch) {
    List<String> paths = new ArrayList<>();
    String folder = "%s/parts/%012d".formatted(feed, batch);
    store().list(folder, listed -> paths.add(listed.path()));
    return paths;
  }

  /** Paths that a batch's manifest names. */
  List<String> named(long batch) {
    return Manifests.of(store()).read(feed, batch).orElseThrow().parts().stream()
        .map(Manifest.Part::path)
        .toList();
  }

  /** A batch and all that lies beside it were written eight days ago. */
  void age(long batch) throws IOException {
    Instant modified = Instant.now().minus(Duration.ofDays(8));
    for (String path : parts(batch)) {
      Files.setLastModifiedTime(zone.resolve(path), FileTime.from(modified));
    }
    project.execute(
        "update towpath.batch set landed_at = now() - interval '8 days' where feed = '%s' and batch = %d"
            .formatted(feed, batch));
  }

  /** The manifest of a batch is lost. */
  void loseManifest(long batch) throws IOException {
    Files.delete(zone.resolve(RawPaths.manifest(feed, batch)));
  }

  RawStore store() {
    try (Session session = project.open(RunnerChoice.DIRECT)) {
      return session.raw().open();
    }
  }
}
