package io.towpath.pipelines;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.joda.time.Duration;

/** Runs a pipeline to its end, shows how far it is, and gives its failure a name. */
final class Engine {
  /** Namespace of the counters that feed the progress bar; never the books. */
  static final String METRICS = "towpath";

  static final String RECORDS = "records";
  static final String BYTES = "bytes";

  private static final Duration TICK = Duration.millis(500);

  private final Progress progress;

  Engine(Progress progress) {
    this.progress = progress;
  }

  /**
   * Runs the pipeline.
   *
   * @throws TowpathException the one that a worker threw, else a bug's
   */
  void run(Pipeline pipeline, long plannedBytes) {
    try {
      PipelineResult result = pipeline.run();
      PipelineResult.State state = result.waitUntilFinish(TICK);
      while (state == null || !state.isTerminal()) {
        show(result, plannedBytes);
        state = result.waitUntilFinish(TICK);
      }
      show(result, plannedBytes);
      if (state != PipelineResult.State.DONE) {
        throw new TowpathException(ExitCode.BUG, "the engine ended as " + state);
      }
    } catch (TowpathException e) {
      throw e;
    } catch (RuntimeException e) {
      throw named(e);
    }
  }

  private void show(PipelineResult result, long plannedBytes) {
    MetricQueryResults counters =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.inNamespace(METRICS))
                    .build());
    Map<String, Long> totals =
        StreamSupport.stream(counters.getCounters().spliterator(), false)
            .collect(
                Collectors.toMap(
                    counter -> counter.getName().getName(),
                    counter -> counter.getAttempted(),
                    Long::sum));
    progress.advance(
        totals.getOrDefault(RECORDS, 0L), totals.getOrDefault(BYTES, 0L), plannedBytes);
  }

  /** Digs out what a worker threw, which engines wrap several times. */
  private static RuntimeException named(RuntimeException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TowpathException known) {
        return known;
      }
    }
    return thrown;
  }
}
