package io.towpath.io.raw;

import static io.towpath.io.raw.RawPaths.failure;

import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Commits and reads the numbered manifests of a raw zone. They are found by number, never by
 * listing, so a stale listing cannot hide one.
 */
public final class Manifests {
  private static final int READERS = 16;

  private final RawStore store;

  private Manifests(RawStore store) {
    this.store = store;
  }

  /** The manifests of a raw zone. */
  public static Manifests of(RawStore store) {
    return new Manifests(store);
  }

  /**
   * Commits a batch.
   *
   * @return true if the batch is this one, false if another land run has won its number
   */
  public boolean commit(Manifest manifest) {
    String path = RawPaths.manifest(manifest.feed(), manifest.batch());
    return store.createIfAbsent(path, ManifestJson.encode(manifest));
  }

  /** Reads a batch's manifest; empty if there is none yet. */
  public Optional<Manifest> read(String feed, long batch) {
    String path = RawPaths.manifest(feed, batch);
    return store.read(path).map(bytes -> decode(bytes, feed, batch, path));
  }

  /**
   * Writes what a planned part became, for the driver to read by its planned name; an attempt that
   * was first is kept.
   */
  public void describe(String feed, long batch, String attempt, Manifest.Part part) {
    store.createIfAbsent(
        RawPaths.descriptor(feed, batch, attempt, part.part()), ManifestJson.encode(part));
  }

  /** Reads what planned parts became, many at a time, since each may take a round trip. */
  public List<Manifest.Part> descriptors(String feed, long batch, String attempt, int parts) {
    ExecutorService readers = Executors.newFixedThreadPool(Math.min(parts, READERS));
    try {
      List<CompletableFuture<Manifest.Part>> read =
          IntStream.range(0, parts)
              .mapToObj(part -> RawPaths.descriptor(feed, batch, attempt, part))
              .map(path -> CompletableFuture.supplyAsync(() -> descriptor(path), readers))
              .toList();
      return read.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TowpathException known) {
        throw known;
      }
      throw e;
    } finally {
      readers.shutdownNow();
    }
  }

  private Manifest.Part descriptor(String path) {
    byte[] bytes =
        store
            .read(path)
            .orElseThrow(
                () -> failure("descriptor is missing, land again", store.place(path), null));
    try {
      return ManifestJson.decodePart(bytes);
    } catch (IOException e) {
      throw failure("descriptor is damaged, land again", store.place(path), e);
    }
  }

  private Manifest decode(byte[] bytes, String feed, long batch, String path) {
    try {
      Manifest manifest = ManifestJson.decode(bytes);
      if (!manifest.feed().equals(feed) || manifest.batch() != batch) {
        throw new IOException("it is of feed " + manifest.feed() + ", batch " + manifest.batch());
      }
      return manifest;
    } catch (IOException e) {
      throw failure(
          "manifest is damaged (" + e.getMessage() + "), restore it", store.place(path), e);
    }
  }
}
