package io.towpath.io.raw;

import io.towpath.core.Manifest;
import io.towpath.io.s3.S3Original;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps the objects of a raw zone, each created once and never changed. Paths are relative to the
 * root, with {@code /} between their segments.
 *
 * <p><b>Guarantee</b>: an object is there whole or not at all, and what was created survives a
 * crash. Two writers of one path end with one winner. <b>Bounded</b>: memory is bounded by a few
 * windows of some mebibytes, whatever an object's size. <b>Parallelism</b>: safe for use by many
 * threads and processes. <b>Failures</b>: transient ones are retried for about a minute; what
 * remains is a {@link io.towpath.core.TowpathException} with exit code {@code RAW_ZONE} that names
 * the object.
 */
public interface RawStore {

  /**
   * Creates an object unless there is one.
   *
   * @return true if the object now holds these bytes (also when an earlier attempt had written
   *     them), false if it holds others
   */
  boolean createIfAbsent(String path, byte[] bytes);

  /** Reads a small object whole; empty if there is none. */
  Optional<byte[]> read(String path);

  /** Begins an object that is streamed; it comes into being with {@link RawWriter#commit()}. */
  RawWriter write(String path);

  /**
   * Begins an object that will hold the bytes of another one, if the store can copy it by itself.
   * All of them are to be written all the same, for its checksum; who only counts them sends none.
   */
  default Optional<RawWriter> copy(S3Original original, String path) {
    return Optional.empty();
  }

  /**
   * Reads bytes of a part, and only of that version and size which the manifest names. The stream
   * fails with exit code {@code RAW_ZONE} if the object is missing, shorter or another one.
   *
   * @param from first byte
   * @param to byte after the last
   */
  InputStream open(Manifest.Part part, long from, long to);

  /**
   * Lists the objects below a folder, unfinished writes included, for the sweep. Nothing else may
   * rest on it.
   */
  void list(String folder, Consumer<Listed> each);

  /** Deletes objects and unfinished writes that {@link #list} named; no error if one is gone. */
  void delete(List<Listed> listed);

  /** Names the place of a path for messages, such as {@code s3://bucket/prefix/path}. */
  String place(String path);

  /**
   * An object as listed.
   *
   * @param path relative to the root
   * @param upload name of an unfinished write, empty for an object
   * @param modified when it was written, by the store's clock
   */
  record Listed(String path, String upload, Instant modified) {
    boolean finished() {
      return upload.isEmpty();
    }
  }

  /**
   * What a finished write left behind.
   *
   * @param version what later reads ask for; empty in a folder
   */
  record Stored(long bytes, long crc32c, String version) {}
}
