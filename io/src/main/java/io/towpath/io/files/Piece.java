package io.towpath.io.files;

import io.towpath.core.Manifest;
import io.towpath.core.SplitId;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A planned split with what a worker must know to read it. */
record Piece(
    SplitId id,
    String path,
    String source,
    long bytes,
    long crc32c,
    String version,
    long from,
    long to,
    long firstLine)
    implements Serializable {

  /** All splits of the manifests, in order. */
  static ArrayList<Piece> of(List<Manifest> manifests) {
    ArrayList<Piece> pieces = new ArrayList<>();
    for (Manifest manifest : manifests) {
      for (Manifest.Part part : manifest.parts()) {
        for (Manifest.Split split : part.splits()) {
          pieces.add(of(manifest.batch(), part, split));
        }
      }
    }
    return pieces;
  }

  static Piece of(long batch, Manifest.Part part, Manifest.Split split) {
    return new Piece(
        new SplitId(batch, part.part(), split.split()),
        part.path(),
        part.source(),
        part.bytes(),
        part.crc32c(),
        part.version(),
        split.from(),
        split.to(),
        split.firstLine());
  }

  /** The part it belongs to, as a store wants it. */
  Manifest.Part part() {
    return new Manifest.Part(
        id.part(), path, source, bytes, crc32c, version, "", Instant.EPOCH, List.of());
  }

  long size() {
    return to - from;
  }

  boolean wholePart() {
    return from == 0 && to == bytes;
  }
}
