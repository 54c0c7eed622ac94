package io.towpath.bench.decode;

import io.towpath.config.Feed;
import io.towpath.contract.RecordSchemas;
import io.towpath.core.BoundStep;
import io.towpath.core.ByteSlice;
import io.towpath.core.Chunk;
import io.towpath.core.Decoder;
import io.towpath.core.Origin;
import io.towpath.core.OutcomeWriter;
import io.towpath.core.Outlet;
import io.towpath.core.Reject;
import io.towpath.core.RunContext;
import io.towpath.core.Violation;
import io.towpath.io.postgres.stage.Buckets;
import io.towpath.io.postgres.stage.RowEncoder;
import io.towpath.io.postgres.stage.StageTable;
import io.towpath.quality.Rules;
import io.towpath.transforms.Enforce;
import io.towpath.transforms.FoundMask;
import io.towpath.transforms.MaskFields;
import io.towpath.transforms.Screen;
import io.towpath.transforms.Steps;
import io.towpath.transforms.decode.Decoders;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Runs chunks through decode, enforce, screen and encode, as a worker does, without an engine. */
final class HotPath {
  private static final int BUCKETS = 16;
  private static final int BLOCK_BYTES = 256 << 10;

  private final Decoder decoder;
  private final Ends ends;
  private final Through through;

  private HotPath(Decoder decoder, BoundStep steps, Ends ends) {
    this.decoder = decoder;
    this.ends = ends;
    this.through = new Through(steps, ends);
  }

  static HotPath of(Feed feed) {
    Schema working = RecordSchemas.working(feed.contract(), List.of());
    RunContext run = new RunContext(feed.name(), "benchmark", 1, BUCKETS, Instant.EPOCH);
    StageTable stage = StageTable.of(feed.contract(), run.run(), true, false);
    BoundStep steps =
        Steps.compose(
            Stream.of(
                    Enforce.of(feed.contract()),
                    Screen.by(Rules.of(feed.contract())),
                    MaskFields.of(feed.contract()))
                .map(step -> step.bind(working))
                .toList());
    RowEncoder rows = RowEncoder.bind(feed.contract(), working, run, stage);
    return new HotPath(
        Decoders.of(feed, working), steps, new Ends(rows, FoundMask.of(feed.contract())));
  }

  /** Returns how many records the chunk held. */
  long run(Chunk chunk) {
    return decoder.decode(chunk, through);
  }

  /** Bytes of the full blocks so far; reading it keeps the work from being optimised away. */
  long blockBytes() {
    return ends.blockBytes;
  }

  /** Sends decoded records through the steps. */
  private record Through(BoundStep steps, Outlet ends) implements Outlet {
    @Override
    public void record(GenericRecord record, Origin origin) {
      steps.apply(record, origin, ends);
    }

    @Override
    public void reject(Origin origin, Violation violation) {
      ends.reject(origin, violation);
    }

    @Override
    public void filter(Origin origin) {
      ends.filter(origin);
    }
  }

  /** Encodes outcomes into the blocks of their buckets. */
  private static final class Ends implements Outlet {
    private final RowEncoder rows;
    private final FoundMask found;
    private final OutcomeWriter[] blocks;
    private long blockBytes;

    Ends(RowEncoder rows, FoundMask found) {
      this.rows = rows;
      this.found = found;
      this.blocks =
          Stream.generate(OutcomeWriter::new).limit(BUCKETS).toArray(OutcomeWriter[]::new);
    }

    @Override
    public void record(GenericRecord record, Origin origin) {
      Violation violation = rows.encode(record, origin, "", 'U');
      if (violation != null) {
        reject(origin, violation);
        return;
      }
      ByteSlice key = rows.key();
      OutcomeWriter block = blocks[Buckets.ofKey(key, BUCKETS)];
      block.record('U', rows.partition(), key, rows.order(), rows.tuple());
      takeFull(block);
    }

    @Override
    public void reject(Origin origin, Violation violation) {
      blocks[0].reject(
          new Reject(
              origin,
              violation.reason().code(),
              violation.column(),
              found.found(violation),
              violation.expected()));
      takeFull(blocks[0]);
    }

    @Override
    public void filter(Origin origin) {
      throw new IllegalStateException("the feed of the benchmark filters nothing");
    }

    private void takeFull(OutcomeWriter block) {
      if (block.size() >= BLOCK_BYTES) {
        blockBytes += block.take().length;
      }
    }
  }
}
