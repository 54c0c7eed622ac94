package io.towpath.io.files;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks into folders. A file below the project is remembered by its path from there on, so that a
 * project may move. Only folders that a glob can reach are read.
 */
final class FolderPlace implements SourcePlace {
  private static final Pattern WILD = Pattern.compile("[*?\\[{\\\\]");

  private final Path project;

  FolderPlace(Path project) {
    this.project = project.toAbsolutePath().normalize();
  }

  @Override
  public List<Arrival> match(String pathOrUri) throws IOException {
    String glob = pathOrUri.replaceFirst("^file://", "");
    String[] segments = glob.split("/", -1);
    int fixed = 0;
    while (fixed < segments.length - 1 && !WILD.matcher(segments[fixed]).find()) {
      fixed++;
    }
    String before = String.join("/", Arrays.copyOf(segments, fixed));
    Path folder = project.resolve(glob.startsWith("/") ? before + "/" : before).normalize();
    String rest = String.join("/", Arrays.copyOfRange(segments, fixed, segments.length));
    int depth = rest.contains("**") ? Integer.MAX_VALUE : segments.length - fixed;
    Search search = new Search(folder, rest);
    Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), depth, search);
    return search.found;
  }

  @Override
  public Arrival again(Arrival arrival) throws IOException {
    Path file = Path.of(arrival.uri());
    return arrival(file, Files.readAttributes(file, BasicFileAttributes.class));
  }

  private Arrival arrival(Path file, BasicFileAttributes attributes) {
    Path name = file.startsWith(project) ? project.relativize(file) : file;
    return new Arrival(
        file.toString(),
        name.toString(),
        attributes.size(),
        "",
        attributes.lastModifiedTime().toInstant());
  }

  /** Collects what matches below a folder; what vanishes meanwhile was not there. */
  private final class Search extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final PathMatcher matcher;
    private final List<Arrival> found = new ArrayList<>();

    Search(Path folder, String glob) {
      this.folder = folder;
      this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && matcher.matches(folder.relativize(file))) {
        found.add(arrival(file, attributes));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException thrown) throws IOException {
      if (thrown instanceof NoSuchFileException || thrown instanceof FileSystemLoopException) {
        return FileVisitResult.CONTINUE;
      }
      throw thrown;
    }
  }
}
