package io.towpath.pipelines;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.yaml.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.options.PipelineOptions;

/** Chooses the runner of one pipeline and sets what Towpath knows about it. */
public enum RunnerChoice {
  /** Direct below {@link #DIRECT_BELOW} planned bytes, Spark above. */
  AUTO,
  DIRECT,
  SPARK;

  /** Below this a Spark start costs more than it saves. */
  static final long DIRECT_BELOW = 64L << 20;

  private static final Map<String, String> OURS = new ConcurrentHashMap<>();

  /** Reads {@code auto}, {@code direct} or {@code spark}. */
  public static RunnerChoice of(String text) {
    for (RunnerChoice choice : values()) {
      if (choice.name().equalsIgnoreCase(text)) {
        return choice;
      }
    }
    throw new TowpathException(
        ExitCode.CONFIGURATION,
        "unknown runner '"
            + text
            + "': expected auto, direct or spark (--runner)"
            + Nearest.hint(text, List.of("auto", "direct", "spark")));
  }

  /** The choice in a launcher's arguments: Beam's {@code --runner=SparkRunner} and the like. */
  static Optional<RunnerChoice> named(String[] arguments) {
    return Arrays.stream(arguments)
        .filter(argument -> argument.startsWith("--runner="))
        .map(argument -> argument.substring("--runner=".length()).replaceFirst("Runner$", ""))
        .map(RunnerChoice::of)
        .findFirst();
  }

  /** Completes the options for a pipeline that moves bytes and decodes nothing. */
  void applyToCopy(PipelineOptions options, long plannedBytes, int groups) {
    SparkPipelineOptions spark = options.as(SparkPipelineOptions.class);
    // Within one process Spark has nothing that would make up for its start.
    if (isDirect(plannedBytes) || isOneProcess(spark)) {
      direct(options.as(DirectOptions.class));
    } else {
      spark(spark, groups);
    }
  }

  /** Completes the options for a pipeline that groups by so many keys. */
  void applyTo(PipelineOptions options, long plannedBytes, int groups) {
    if (isDirect(plannedBytes)) {
      direct(options.as(DirectOptions.class));
    } else {
      spark(options.as(SparkPipelineOptions.class), groups);
    }
  }

  /** Starts the Spark of a pipeline that will read so much, where that is one in this process. */
  Optional<EarlySpark> startEarly(PipelineOptions options, long plannedBytes, int groups) {
    SparkPipelineOptions spark = options.as(SparkPipelineOptions.class);
    if (isDirect(plannedBytes) || !isOneProcess(spark)) {
      return Optional.empty();
    }
    setProperties(spark, groups);
    return Optional.of(EarlySpark.start(master(spark), groups));
  }

  /** Whether a pipeline of so many bytes needs Spark, of which a process has one. */
  boolean needsSpark(long plannedBytes) {
    return !isDirect(plannedBytes);
  }

  /** The same for a pipeline that decodes nothing. */
  boolean copyNeedsSpark(PipelineOptions options, long plannedBytes) {
    return !isDirect(plannedBytes) && !isOneProcess(options.as(SparkPipelineOptions.class));
  }

  private boolean isDirect(long plannedBytes) {
    return this == DIRECT || (this == AUTO && plannedBytes < DIRECT_BELOW);
  }

  private static void direct(DirectOptions options) {
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    // Together these two cost half the time; the tests keep them on.
    options.setEnforceImmutability(Boolean.getBoolean("towpath.direct.enforce"));
    options.setEnforceEncodability(Boolean.getBoolean("towpath.direct.enforce"));
  }

  private static boolean isSubmitted() {
    return System.getProperty("spark.master") != null;
  }

  private static boolean isOneProcess(SparkPipelineOptions options) {
    return !isSubmitted() && master(options).startsWith("local[");
  }

  private static String master(SparkPipelineOptions options) {
    return SparkPipelineOptions.DEFAULT_MASTER_URL.equals(options.getSparkMaster())
        ? "local[" + Runtime.getRuntime().availableProcessors() + "]"
        : options.getSparkMaster();
  }

  private static void spark(SparkPipelineOptions options, int groups) {
    options.setRunner(SparkRunner.class);
    if (!isSubmitted()) {
      options.setSparkMaster(master(options));
    }
    // Evicted blocks would be recomputed, and with them every side effect.
    options.setStorageLevel("MEMORY_AND_DISK");
    options.setPreferGroupByKeyToHandleHugeValues(true);
    setProperties(options, groups);
  }

  private static void setProperties(SparkPipelineOptions options, int groups) {
    setDefault("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    // One group a task: a task sorts its whole share in memory before it hands on the first group.
    setDefault("spark.default.parallelism", Integer.toString(groups));
    // One file a task from the start, instead of one a group with a serializer each.
    setDefault("spark.shuffle.sort.bypassMergeThreshold", "1");
    if (isOneProcess(options)) {
      // Nothing crosses a network, and compressing costs more than the page cache.
      setDefault("spark.shuffle.compress", "false");
      // The books sum every identity on both sides of the shuffle.
      setDefault("spark.shuffle.checksum.enabled", "false");
      // Spark's default, a mebibyte a write, costs Java as much again in page faults.
      setDefault("spark.shuffle.spill.diskWriteBufferSize", "64k");
    }
    setDefault("spark.ui.enabled", "false");
    if (!isSubmitted() && master(options).startsWith("local")) {
      setDefault("spark.driver.host", "127.0.0.1");
      setDefault("spark.driver.bindAddress", "127.0.0.1");
    }
    setDefault("spark.speculation", "false");
  }

  /** Sets what the user has not; what an earlier pipeline of this process was given is ours. */
  private static void setDefault(String key, String value) {
    String present = System.getProperty(key);
    if (present == null || present.equals(OURS.get(key))) {
      OURS.put(key, value);
      System.setProperty(key, value);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
