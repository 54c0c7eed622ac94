package io.towpath.io.raw;

import static io.towpath.io.raw.RawPaths.failure;

import io.towpath.core.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps a raw zone in a folder. An object is written beside its place, synced, and given its name
 * by a hard link, which fails if the name is taken: the one create-only operation that all POSIX
 * file systems have.
 */
final class FolderRawStore implements RawStore {
  static final String UNFINISHED = ".unfinished-";

  private final Path root;

  FolderRawStore(Path root) {
    this.root = root;
  }

  @Override
  public boolean createIfAbsent(String path, byte[] bytes) {
    try (FolderWriter writer = new FolderWriter(this, path)) {
      writer.write(bytes, 0, bytes.length);
      if (writer.link()) {
        return true;
      }
    }
    return read(path).filter(found -> Arrays.equals(found, bytes)).isPresent();
  }

  @Override
  public Optional<byte[]> read(String path) {
    try {
      return Optional.of(Files.readAllBytes(resolve(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure("cannot read, check the folder's rights", place(path), e);
    }
  }

  @Override
  public RawWriter write(String path) {
    return new FolderWriter(this, path);
  }

  @Override
  public InputStream open(Manifest.Part part, long from, long to) {
    Path file = resolve(part.path());
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      if (channel.size() != part.bytes()) {
        long found = channel.size();
        channel.close();
        throw failure(
            "part has " + found + " bytes, its manifest says " + part.bytes() + "; restore it",
            place(part.path()),
            null);
      }
      String place = place(part.path());
      InputStream stream = new FolderPartStream(channel.position(from), to - from, place);
      return VerifiedStream.of(stream, part, to - from, place);
    } catch (NoSuchFileException e) {
      throw failure("part is missing, restore it", place(part.path()), e);
    } catch (IOException e) {
      throw failure("cannot read part, check the folder's rights", place(part.path()), e);
    }
  }

  @Override
  public void list(String folder, Consumer<Listed> each) {
    Path start = resolve(folder.replaceFirst("/$", ""));
    if (!Files.isDirectory(start)) {
      return;
    }
    try (Stream<Path> files = Files.walk(start)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String path = root.relativize(file).toString().replace('\\', '/');
        String name = file.getFileName().toString();
        String unfinished = name.startsWith(UNFINISHED) ? name : "";
        each.accept(new Listed(path, unfinished, Files.getLastModifiedTime(file).toInstant()));
      }
    } catch (IOException e) {
      throw failure("cannot list", start.toString(), e);
    }
  }

  @Override
  public void delete(List<Listed> listed) {
    for (Listed each : listed) {
      try {
        Path file = inside(each.path());
        Files.deleteIfExists(file);
        dropIfEmpty(file.getParent());
      } catch (IOException e) {
        throw failure("cannot delete, check the folder's rights", place(each.path()), e);
      }
    }
  }

  private static void dropIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return; // others are there
    }
  }

  @Override
  public String place(String path) {
    return root.resolve(path).toString();
  }

  Path resolve(String path) {
    return root.resolve(RawPaths.checked(path));
  }

  /** Where a listed file lies, whose name may be that of an unfinished write. */
  private Path inside(String path) {
    int name = path.lastIndexOf('/') + 1;
    if (!path.startsWith(UNFINISHED, name)) {
      return resolve(path);
    }
    return resolve(path.substring(0, name) + path.substring(name + 1))
        .resolveSibling(path.substring(name));
  }

  /** Gives a synced file its final name. Returns false if the name is taken. */
  boolean link(Path unfinished, Path file) throws IOException {
    try {
      Files.createLink(file, unfinished);
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      throw new IOException("the file system has no hard links; choose another folder or S3", e);
    }
    sync(file.getParent());
    return true;
  }

  /** Makes the folder's entries survive a power failure, where the platform can open a folder. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (java.nio.file.AccessDeniedException e) {
      return; // Windows cannot open folders, and writes their entries through
    }
  }

  static Path unfinished(Path file) {
    return file.resolveSibling(UNFINISHED + UUID.randomUUID());
  }
}
