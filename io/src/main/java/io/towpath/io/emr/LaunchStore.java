package io.towpath.io.emr;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.raw.RawStore;
import io.towpath.io.raw.RawWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Keeps in S3 what launches need, each object created once: jars and projects under their SHA-256,
 * and below {@code launches/ID/} what was asked for and how it ended.
 */
public final class LaunchStore {
  private static final int BUFFER = 1 << 16;

  private final RawLocation at;

  /** What is kept under its hash. */
  public enum Kind {
    JAR("jars", "towpath.jar"),
    PROJECT("projects", "project.zip");

    private final String folder;
    private final String file;

    Kind(String folder, String file) {
      this.folder = folder;
      this.file = file;
    }

    private String path(String sha256) {
      return folder + "/" + sha256 + "/" + file;
    }
  }

  public LaunchStore(RawLocation at) {
    this.at = at;
  }

  /** Where a file of such a hash lies, or will. */
  public String place(Kind kind, String sha256) {
    return at.root() + "/" + kind.path(sha256);
  }

  /** Where the job of an id says how it ended. */
  public String outcomePlace(String id) {
    return at.root() + "/" + launch(id) + "outcome.json";
  }

  /** Uploads a file unless one of its hash is there; true if it was not. */
  public boolean upload(Kind kind, String sha256, Path file) {
    String path = kind.path(sha256);
    return guarded(
        () -> {
          RawStore store = at.open();
          AtomicBoolean there = new AtomicBoolean();
          store.list(
              kind.folder + "/" + sha256,
              found ->
                  there.compareAndSet(
                      false, found.upload().isEmpty() && found.path().equals(path)));
          if (!there.get()) {
            copy(file, store, path);
          }
          return !there.get();
        });
  }

  /** How the job of an id ended; empty if it has not, or did not say. */
  public Optional<Outcome> outcome(String id) {
    String path = launch(id) + "outcome.json";
    return guarded(() -> at.open().read(path)).map(bytes -> Outcome.of(bytes, outcomePlace(id)));
  }

  /** Notes what an id stands for; false if it stands for something else already. */
  public boolean claim(String id, byte[] request) {
    return guarded(() -> at.open().createIfAbsent(launch(id) + "request.json", request));
  }

  private static void copy(Path file, RawStore store, String path) {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file);
        RawWriter out = store.write(path)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      out.commit();
    } catch (IOException e) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          file + " cannot be read (" + e.getClass().getSimpleName() + ")",
          e);
    }
  }

  /** What a store reports as the raw zone's failure is none of it here. */
  private <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (TowpathException e) {
      if (e.exitCode() != ExitCode.RAW_ZONE) {
        throw e;
      }
      throw new TowpathException(
          ExitCode.CLUSTER, "--store " + at.root() + ": " + e.getMessage(), e);
    }
  }

  private static String launch(String id) {
    return "launches/" + id + "/";
  }
}
