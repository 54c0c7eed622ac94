package io.towpath.pipelines.draft;

import io.towpath.config.Feed;
import io.towpath.config.Projects;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.pipelines.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** Reads a feed and a contract that lie nowhere yet, as a project of their own. */
final class DraftProject {
  private DraftProject() {}

  /**
   * The feed.
   *
   * @throws io.towpath.core.ConfigurationException with every mistake
   */
  static Feed feed(String name, String feed, String contract) {
    try {
      Path folder = Files.createTempDirectory("towpath-draft");
      List<Path> files =
          List.of(
              folder.resolve("feeds").resolve(name + ".yaml"),
              folder.resolve("contracts").resolve(name + ".odcs.yaml"),
              folder.resolve("towpath.yaml"));
      try {
        create(files.get(0), feed);
        create(files.get(1), contract);
        create(files.get(2), "project: draft\nraw: raw\nwarehouse: embedded\n");
        return Session.feed(Projects.read(folder, Optional.empty()), name);
      } finally {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder.resolve("feeds"));
        Files.deleteIfExists(folder.resolve("contracts"));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a new file and the folders to it. */
  static void create(Path file, String text) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          file + " cannot be written: " + e + "; choose a folder that you may write to",
          e);
    }
  }
}
