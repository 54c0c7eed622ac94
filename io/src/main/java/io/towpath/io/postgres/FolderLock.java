package io.towpath.io.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A lock between processes, kept by a file that is never deleted; the system frees it when its
 * process ends in whatever way. Within one process a file may be locked once, since closing any of
 * its channels would free the locks of all.
 */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until nobody else holds it. */
  static FolderLock exclusive(Path file) throws IOException {
    return lock(file, Sharing.NONE);
  }

  /** Waits until nobody holds it exclusively. */
  static FolderLock shared(Path file) throws IOException {
    return lock(file, Sharing.MANY);
  }

  /** Whether nobody holds it at this moment. */
  static boolean isFree(Path file) throws IOException {
    try (FileChannel channel = open(file);
        @Nullable FileLock lock = channel.tryLock()) {
      return lock != null;
    }
  }

  /** Who else may hold it. */
  private enum Sharing {
    NONE,
    MANY
  }

  private static FolderLock lock(Path file, Sharing sharing) throws IOException {
    FileChannel channel = open(file);
    try {
      FileLock held = channel.lock(0, Long.MAX_VALUE, sharing == Sharing.MANY);
      assert held.isValid();
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
