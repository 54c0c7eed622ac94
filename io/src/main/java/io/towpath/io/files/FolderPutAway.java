package io.towpath.io.files;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts away files of folders; a move is one rename, where both are in one file system. */
record FolderPutAway(Path project, FolderPlace place) implements PutAway {

  @Override
  public boolean delete(Arrival arrival) throws IOException {
    return isSame(arrival) && Files.deleteIfExists(Path.of(arrival.uri()));
  }

  @Override
  public boolean archive(Arrival arrival, String folder) throws IOException {
    if (!isSame(arrival)) {
      return false;
    }
    Path to = project.resolve(folder).resolve(arrival.name().replaceFirst("^/+", ""));
    Files.createDirectories(to.getParent());
    move(Path.of(arrival.uri()), Files.exists(to) ? to.resolveSibling(arrival.nameWithTime()) : to);
    return true;
  }

  private static void move(Path file, Path to) throws IOException {
    try {
      Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Path unfinished = to.resolveSibling("." + to.getFileName() + ".tmp");
      Files.copy(
          file,
          unfinished,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(file);
    }
  }

  private boolean isSame(Arrival arrival) throws IOException {
    try {
      return place.again(arrival).equals(arrival);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
