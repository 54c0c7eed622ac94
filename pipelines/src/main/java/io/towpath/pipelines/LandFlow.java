package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.core.Manifest;
import io.towpath.io.files.Arrival;
import io.towpath.io.files.LandFile;
import io.towpath.io.raw.RawLocation;
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
 * Arrivals → parts, spread over workers by part number, so that what is computed again is the same.
 * What a part became stands in its descriptor, which the driver reads by name.
 */
final class LandFlow {

  /** The DirectRunner's price is per key. */
  private static final int GROUPS = 256;

  private LandFlow() {}

  /** How many tasks copy so many files. */
  static int groups(int files) {
    return Math.min(files, GROUPS);
  }

  /** What is landed, and under which name. */
  record Plan(RawLocation raw, Feed feed, List<Arrival> arrivals, long batch, String attempt)
      implements Serializable {}

  static PCollection<Integer> build(Pipeline pipeline, Plan plan) {
    List<Integer> parts = IntStream.range(0, plan.arrivals().size()).boxed().toList();
    return pipeline
        .apply("PlanParts", Create.of(parts).withCoder(VarIntCoder.of()))
        .apply(
            "KeyByGroup",
            WithKeys.<Integer, Integer>of(part -> part % GROUPS)
                .withKeyType(TypeDescriptors.integers()))
        .apply("Spread", GroupByKey.create())
        .apply("LandFiles", ParDo.of(new LandFilesFn(plan)));
  }

  /** Copies arrivals byte for byte; repeating it is harmless. */
  private static final class LandFilesFn extends DoFn<KV<Integer, Iterable<Integer>>, Integer> {
    private static final long serialVersionUID = 1L;

    private final Plan plan;
    private final Counter bytes = Metrics.counter(Engine.METRICS, Engine.BYTES);

    LandFilesFn(Plan plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void landFiles(
        @Element KV<Integer, Iterable<Integer>> group, OutputReceiver<Integer> out) {
      group.getValue().forEach(part -> out.output(landFile(part)));
    }

    private int landFile(int part) {
      Manifest.Part landed =
          LandFile.copy(
              plan.raw(),
              plan.feed(),
              plan.arrivals().get(part),
              plan.batch(),
              plan.attempt(),
              part);
      bytes.inc(landed.bytes());
      return part;
    }
  }
}
