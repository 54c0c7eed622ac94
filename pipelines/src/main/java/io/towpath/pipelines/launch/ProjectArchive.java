package io.towpath.pipelines.launch;

import io.towpath.config.Project;
import io.towpath.config.Projects;
import io.towpath.core.ConfigurationException;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs what a driver needs of a project: its YAML files, and nothing else that may lie there. The
 * same files give the same bytes.
 *
 * @param project that was packed
 * @param file the zip, which is deleted with this process
 */
record ProjectArchive(Project project, Path file) {

  /**
   * Packs a project, and reads it again from what was packed, so that a file outside of its folder
   * is missed here and not on the cluster.
   *
   * @throws TowpathException with every mistake
   */
  static ProjectArchive of(Path root, Optional<String> profile) {
    Project project = Projects.read(root, profile);
    try {
      Path copy = Files.createTempDirectory("towpath-project-");
      try {
        Path zip = Files.createTempFile("towpath-project-", ".zip");
        zip.toFile().deleteOnExit();
        Files.write(zip, pack(root.toAbsolutePath().normalize(), copy));
        requireWhole(copy, profile);
        return new ProjectArchive(project, zip);
      } finally {
        delete(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireWhole(Path copy, Optional<String> profile) {
    try {
      Projects.read(copy, profile);
    } catch (ConfigurationException e) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "a cluster gets the YAML files below the project's folder, which is not all of it: "
              + e.getMessage(),
          e);
    }
  }

  private static byte[] pack(Path root, Path copy) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Path file : files(root)) {
        byte[] content = Files.readAllBytes(root.resolve(file));
        ZipEntry entry = new ZipEntry(file.toString());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
        Path target = copy.resolve(file.toString());
        Files.createDirectories(target.getParent());
        Files.write(target, content);
      }
    }
    return bytes.toByteArray();
  }

  private static List<Path> files(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean hidden = folder.getFileName().toString().startsWith(".");
            return hidden && !folder.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.getFileName().toString().matches("[^.].*\\.ya?ml")) {
              files.add(root.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(files);
    return files;
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException thrown)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
