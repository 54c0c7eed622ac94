package io.towpath.pipelines;

import io.towpath.core.OutcomeWriter;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Collects outcomes per bucket and hands a bucket's block on once it is worth an element. */
final class BucketBlocks {
  /** All open blocks together stay near this, whatever the number of buckets. */
  private static final int OPEN_BYTES = 64 << 20;

  private static final int LARGEST_BLOCK = 256 << 10;
  private static final int SMALLEST_BLOCK = 4 << 10;

  private final @Nullable OutcomeWriter[] writers;
  private final int blockBytes;

  BucketBlocks(int buckets) {
    this.writers = new OutcomeWriter[buckets];
    this.blockBytes = Math.max(SMALLEST_BLOCK, Math.min(LARGEST_BLOCK, OPEN_BYTES / buckets));
  }

  /** The open block of a bucket. */
  OutcomeWriter of(int bucket) {
    OutcomeWriter writer = writers[bucket];
    if (writer == null) {
      writer = new OutcomeWriter();
      writers[bucket] = writer;
    }
    return writer;
  }

  /** Hands on the blocks that are large enough. */
  void drainFull(ObjIntConsumer<byte[]> sink) {
    drain(blockBytes, sink);
  }

  /** Hands on all blocks. */
  void drainAll(ObjIntConsumer<byte[]> sink) {
    drain(1, sink);
  }

  private void drain(int atLeast, ObjIntConsumer<byte[]> sink) {
    for (int bucket = 0; bucket < writers.length; bucket++) {
      OutcomeWriter writer = writers[bucket];
      if (writer != null && writer.size() >= atLeast) {
        sink.accept(writer.take(), bucket);
      }
    }
  }
}
