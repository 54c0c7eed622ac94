package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.contract.Field;
import io.towpath.core.Chunk;
import io.towpath.core.Manifest;
import io.towpath.core.RunContext;
import io.towpath.core.SplitId;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.io.postgres.stage.StageTable;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/** Chunks → blocks per bucket → staged buckets: one chain with one shuffle, bytes across it. */
final class LoadFlow {

  private LoadFlow() {}

  /**
   * What a load needs on every worker.
   *
   * @param sources of the parts by batch, for contracts that keep the file's name; else empty
   * @param bucketBytes of memory that a bucket may take, if the worker has that much
   */
  record Plan(
      Feed feed,
      RunContext run,
      StageTable stage,
      WarehouseAddress warehouse,
      Map<Long, List<String>> sources,
      long bucketBytes)
      implements Serializable {

    static Plan of(
        Feed feed,
        RunContext run,
        StageTable stage,
        WarehouseAddress warehouse,
        List<Manifest> manifests) {
      boolean wanted =
          feed.contract().fields().stream()
              .anyMatch(field -> field.generated() == Field.Generated.SOURCE_FILE);
      Map<Long, List<String>> sources = new HashMap<>();
      for (Manifest manifest : wanted ? manifests : List.<Manifest>of()) {
        sources.put(
            manifest.batch(), manifest.parts().stream().map(Manifest.Part::source).toList());
      }
      return new Plan(feed, run, stage, warehouse, sources, Long.MAX_VALUE);
    }

    /** The same with less memory for a bucket. */
    Plan within(long bytes) {
      return new Plan(feed, run, stage, warehouse, sources, bytes);
    }

    /** Where a part came from, empty where no column wants to know. */
    String source(SplitId split) {
      List<String> parts = sources.get(split.batch());
      return parts == null ? "" : parts.get(split.part());
    }
  }

  static PCollection<Integer> build(Pipeline pipeline, BoundedSource<Chunk> chunks, Plan plan) {
    PCollection<KV<Integer, byte[]>> blocks =
        pipeline.apply("ReadParts", Read.from(chunks)).apply("EncodeChunks", EncodeChunks.of(plan));
    return PCollectionList.of(blocks)
        .and(pipeline.apply("PlanBuckets", planned(plan.run().buckets())))
        .apply("Flatten", Flatten.pCollections())
        .apply("GroupByBucket", GroupByKey.create())
        .apply("StageBuckets", StageBuckets.of(plan));
  }

  /** An empty block for each bucket, so that each is staged and a missing one is noticed. */
  private static Create.Values<KV<Integer, byte[]>> planned(int buckets) {
    List<KV<Integer, byte[]>> empty =
        IntStream.range(0, buckets).mapToObj(bucket -> KV.of(bucket, new byte[0])).toList();
    return Create.of(empty).withCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
  }
}
