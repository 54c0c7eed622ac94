package io.towpath.pipelines;

import io.towpath.core.ByteSlice;
import io.towpath.core.Chunk;
import io.towpath.core.Decoder;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Reject;
import io.towpath.core.Tally;
import io.towpath.core.Violation;
import io.towpath.io.postgres.stage.Buckets;
import io.towpath.io.postgres.stage.RowEncoder;
import io.towpath.transforms.FoundMask;
import io.towpath.transforms.decode.Decoders;
import java.util.function.ObjIntConsumer;
import org.apache.avro.generic.GenericRecord;

/**
 * Decodes chunks, runs the steps on each record and encodes every outcome into its bucket's block.
 * A record's bucket is a function of its key or else its origin, a tally's a function of the split:
 * a chunk that is read again ends in the same buckets.
 */
final class ChunkEncoder {
  private final Decoder decoder;
  private final RecordPath path;
  private final RowEncoder rows;
  private final FoundMask found;
  private final BucketBlocks blocks;
  private final int buckets;
  private final LoadFlow.Plan load;

  private ChunkEncoder(FeedPlan plan, LoadFlow.Plan load) {
    this.decoder = Decoders.of(plan.feed(), plan.working());
    this.path = RecordPath.of(plan);
    this.rows = RowEncoder.bind(plan.feed().contract(), plan.working(), load.run(), load.stage());
    this.found = FoundMask.of(plan.feed().contract());
    this.blocks = new BucketBlocks(load.run().buckets());
    this.buckets = load.run().buckets();
    this.load = load;
  }

  static ChunkEncoder of(LoadFlow.Plan load) {
    return new ChunkEncoder(FeedPlan.of(load.feed()), load);
  }

  /** Encodes a chunk and hands on the blocks that are full. Returns how many records it held. */
  long encode(Chunk chunk, ObjIntConsumer<byte[]> sink) {
    int home = Buckets.ofSplit(chunk.split(), buckets);
    Ends ends = new Ends(chunk);
    long read = decoder.decode(chunk, path.into(ends.of('U'), ends.of('D')));
    blocks.of(home).tally(ends.tally(read));
    blocks.drainFull(sink);
    return read;
  }

  /** Hands on the blocks that are left. */
  void finish(ObjIntConsumer<byte[]> sink) {
    blocks.drainAll(sink);
  }

  /** The ends of the chain: they encode, and count what one chunk came to. */
  private final class Ends {
    private final Chunk chunk;
    private final String source;
    private long passed;
    private long filtered;
    private long emitted;

    Ends(Chunk chunk) {
      this.chunk = chunk;
      this.source = load.source(chunk.split());
    }

    /** The end for records of one operation. */
    Outlet of(char operation) {
      return new Outlet() {
        @Override
        public void record(GenericRecord record, Origin origin) {
          encode(record, origin, operation);
        }

        @Override
        public void reject(Origin origin, Violation violation) {
          Ends.this.reject(origin, violation);
        }

        @Override
        public void filter(Origin origin) {
          Ends.this.filter();
        }
      };
    }

    private void encode(GenericRecord record, Origin origin, char operation) {
      Violation violation = rows.encode(record, origin, source, operation);
      if (violation != null) {
        reject(origin, violation);
        return;
      }
      ByteSlice key = rows.key();
      int bucket =
          key.length() == 0 ? Buckets.ofOrigin(origin, buckets) : Buckets.ofKey(key, buckets);
      blocks.of(bucket).record(operation, rows.partition(), key, rows.order(), rows.tuple());
      count(origin);
    }

    void reject(Origin origin, Violation violation) {
      Reject reject =
          new Reject(
              origin,
              violation.reason().code(),
              violation.column(),
              found.found(violation),
              violation.expected());
      blocks.of(Buckets.ofOrigin(origin, buckets)).reject(reject);
      count(origin);
    }

    void filter() {
      filtered++;
    }

    private void count(Origin origin) {
      passed++;
      emitted += origin.identity();
    }

    Tally tally(long read) {
      return new Tally(
          chunk.split(),
          chunk.from(),
          chunk.to(),
          chunk.last(),
          read,
          passed + filtered - read,
          filtered,
          emitted);
    }
  }
}
