package io.towpath.pipelines;

import io.towpath.io.postgres.stage.BucketWriter;
import java.time.Duration;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Stages each bucket in one transaction.
 *
 * <p><b>Bounded</b>: a bucket must fit into memory. <b>Guarantee</b>: exactly once per bucket, by a
 * primary key in the ledger. <b>Parallelism</b>: the number of buckets, and the connection limit of
 * the role that copies. <b>Failures</b>: transient ones are retried in place, a row that only
 * PostgreSQL refuses becomes a reject, anything else fails the run.
 */
final class StageBuckets
    extends PTransform<PCollection<KV<Integer, Iterable<byte[]>>>, PCollection<Integer>> {
  private static final long serialVersionUID = 1L;

  private final LoadFlow.Plan plan;

  private StageBuckets(LoadFlow.Plan plan) {
    this.plan = plan;
  }

  static StageBuckets of(LoadFlow.Plan plan) {
    return new StageBuckets(plan);
  }

  @Override
  public PCollection<Integer> expand(PCollection<KV<Integer, Iterable<byte[]>>> buckets) {
    return buckets.apply(ParDo.of(new StageBucketsFn(plan))).setCoder(VarIntCoder.of());
  }

  private static final class StageBucketsFn extends DoFn<KV<Integer, Iterable<byte[]>>, Integer> {
    private static final long serialVersionUID = 1L;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final LoadFlow.Plan plan;

    StageBucketsFn(LoadFlow.Plan plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void stage(@Element KV<Integer, Iterable<byte[]>> bucket, OutputReceiver<Integer> out) {
      long budget = Math.min(plan.bucketBytes(), BucketWriter.budget());
      BucketWriter.of(plan.warehouse(), plan.stage(), PATIENCE, budget)
          .stage(plan.run(), bucket.getKey(), bucket.getValue());
      out.output(bucket.getKey());
    }
  }
}
