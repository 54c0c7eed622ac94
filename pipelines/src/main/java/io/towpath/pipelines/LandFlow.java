package io.towpath.pipelines;

import io.towpath.core.Manifest;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.source.PartPlace;
import io.towpath.io.source.SplitReader;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Splits → parts, spread over workers by part number, so that what is computed again is the same.
 * What a part became stands in its descriptor, which the driver reads by name.
 */
final class LandFlow {

  private LandFlow() {}

  /**
   * What is landed, and under which name.
   *
   * @param groups how many tasks read the splits, one after another each
   */
  record Plan(
      RawLocation raw,
      String feed,
      List<? extends SplitReader> splits,
      int groups,
      long batch,
      String attempt)
      implements Serializable {}

  static PCollection<Integer> build(Pipeline pipeline, Plan plan) {
    int groups = plan.groups();
    List<Integer> parts = IntStream.range(0, plan.splits().size()).boxed().toList();
    return pipeline
        .apply("PlanParts", Create.of(parts).withCoder(VarIntCoder.of()))
        .apply(
            "KeyByGroup",
            WithKeys.<Integer, Integer>of(part -> part % groups)
                .withKeyType(TypeDescriptors.integers()))
        .apply("Spread", GroupByKey.create())
        .apply("LandSplits", ParDo.of(new LandSplitsFn(plan)));
  }

  /** Reads splits; repeating it is harmless. */
  private static final class LandSplitsFn extends DoFn<KV<Integer, Iterable<Integer>>, Integer> {
    private static final long serialVersionUID = 1L;

    private final Plan plan;
    private final Counter bytes = Metrics.counter(Engine.METRICS, Engine.BYTES);

    LandSplitsFn(Plan plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void landSplits(
        @Element KV<Integer, Iterable<Integer>> group, OutputReceiver<Integer> out) {
      group.getValue().forEach(part -> out.output(landSplit(part)));
    }

    private int landSplit(int part) {
      PartPlace place = new PartPlace(plan.raw(), plan.feed(), plan.batch(), plan.attempt(), part);
      Manifest.Part landed = plan.splits().get(part).land(place);
      bytes.inc(landed.bytes());
      return part;
    }
  }
}
