package io.towpath.pipelines;

import io.towpath.testing.EmbeddedS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Where a feed's files arrive, in a folder or in a bucket. */
interface Inbox {

  /** Delivers a file, or replaces it by one that was written later. */
  void deliver(String name, String text);

  /** Takes a file away. */
  void delete(String name);

  /** Sets when a file was changed, its bytes staying what they are. */
  void touch(String name, Instant modified);

  /** An inbox in a folder; each delivery is a second later than the one before. */
  static Inbox in(Path folder) {
    Instant[] now = {Instant.parse("2026-01-05T12:00:00Z")};
    return new Inbox() {
      @Override
      public void deliver(String name, String text) {
        try {
          Path file = folder.resolve(name);
          Files.createDirectories(file.getParent());
          Files.writeString(file, text);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        now[0] = now[0].plusSeconds(1);
        touch(name, now[0]);
      }

      @Override
      public void delete(String name) {
        Inbox.delete(folder.resolve(name));
      }

      @Override
      public void touch(String name, Instant modified) {
        Inbox.touch(folder.resolve(name), modified);
      }
    };
  }

  /** An inbox below a prefix of a bucket. */
  static Inbox in(EmbeddedS3 server, String prefix) {
    return new Inbox() {
      @Override
      public void deliver(String name, String text) {
        server.put(prefix + name, text);
      }

      @Override
      public void delete(String name) {
        Inbox.delete(server.file(prefix + name));
      }

      @Override
      public void touch(String name, Instant modified) {
        Inbox.touch(server.file(prefix + name), modified);
      }
    };
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void touch(Path file, Instant modified) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(modified));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
