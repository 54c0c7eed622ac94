package io.towpath.pipelines;

import java.util.concurrent.CompletableFuture;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.translation.SparkContextFactory;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A Spark that starts inside this process while something else is being done, for one pipeline that
 * will group by as many keys as was said when it was started: Spark reads its settings once.
 */
final class EarlySpark implements AutoCloseable {
  private final int groups;
  private final CompletableFuture<JavaSparkContext> context;

  private EarlySpark(int groups, CompletableFuture<JavaSparkContext> context) {
    this.groups = groups;
    this.context = context;
  }

  /** Starts with the master and the system properties that a pipeline of so many groups gets. */
  static EarlySpark start(String master, int groups) {
    SparkPipelineOptions options = PipelineOptionsFactory.as(SparkPipelineOptions.class);
    options.setSparkMaster(master);
    options.setAppName("towpath");
    CompletableFuture<JavaSparkContext> context = new CompletableFuture<>();
    Thread starter = new Thread(() -> start(options, context), "early-spark");
    starter.setDaemon(true);
    starter.start();
    return new EarlySpark(groups, context);
  }

  private static void start(
      SparkPipelineOptions options, CompletableFuture<JavaSparkContext> context) {
    try {
      context.complete(SparkContextFactory.getSparkContext(options));
    } catch (Throwable e) {
      context.completeExceptionally(e);
    }
  }

  /** Whether a pipeline of so many groups may run on it. */
  boolean fits(int wanted) {
    return groups == wanted;
  }

  /** Has the next pipeline of these options run on it; waits for its start. */
  void provideTo(SparkContextOptions options) {
    options.setProvidedSparkContext(context.join());
    options.setUsesProvidedSparkContext(true);
  }

  /** Stops it; a failed start has been reported by who wanted it, or nobody did. */
  @Override
  public void close() {
    SparkContextFactory.clearProvidedSparkContext();
    context
        .handle(
            (started, failure) -> {
              if (started != null) {
                started.stop();
              }
              return null;
            })
        .join();
  }
}
