package io.towpath.pipelines;

import io.towpath.core.Chunk;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/** Decodes, transforms and encodes records, and deals the outcomes to their buckets in blocks. */
final class EncodeChunks extends PTransform<PCollection<Chunk>, PCollection<KV<Integer, byte[]>>> {
  private static final long serialVersionUID = 1L;

  private final LoadFlow.Plan plan;

  private EncodeChunks(LoadFlow.Plan plan) {
    this.plan = plan;
  }

  static EncodeChunks of(LoadFlow.Plan plan) {
    return new EncodeChunks(plan);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Chunk> chunks) {
    return chunks
        .apply(ParDo.of(new EncodeChunksFn(plan)))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
  }

  private static final class EncodeChunksFn extends DoFn<Chunk, KV<Integer, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final LoadFlow.Plan plan;
    private final Counter records = Metrics.counter(Engine.METRICS, Engine.RECORDS);
    private final Counter bytes = Metrics.counter(Engine.METRICS, Engine.BYTES);
    private transient @Nullable ChunkEncoder encoder;

    EncodeChunksFn(LoadFlow.Plan plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void encode(@Element Chunk chunk, OutputReceiver<KV<Integer, byte[]>> out) {
      long read = open().encode(chunk, (block, bucket) -> out.output(KV.of(bucket, block)));
      records.inc(read);
      bytes.inc(chunk.bytes().length);
    }

    @FinishBundle
    public void finish(FinishBundleContext out) {
      open()
          .finish(
              (block, bucket) ->
                  out.output(
                      KV.of(bucket, block),
                      GlobalWindow.INSTANCE.maxTimestamp(),
                      GlobalWindow.INSTANCE));
    }

    private ChunkEncoder open() {
      if (encoder == null) {
        encoder = ChunkEncoder.of(plan);
      }
      return encoder;
    }
  }
}
