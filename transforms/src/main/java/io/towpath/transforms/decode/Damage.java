package io.towpath.transforms.decode;

import io.towpath.core.Chunk;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Violation;

/** Rejects what the reader could not read. */
final class Damage {
  private Damage() {}

  /** One reject for each position of the chunk; gives their number. */
  static long reject(Chunk chunk, Violation damage, Outlet outlet) {
    return reject(chunk, chunk.from(), damage, outlet);
  }

  /** One reject for each position from the given one on. */
  static long reject(Chunk chunk, long from, Violation damage, Outlet outlet) {
    for (long position = from; position < chunk.to(); position++) {
      outlet.reject(
          new Origin(chunk.split().batch(), chunk.split().part(), position, 0, chunk.firstLine()),
          damage);
    }
    return chunk.to() - from;
  }
}
