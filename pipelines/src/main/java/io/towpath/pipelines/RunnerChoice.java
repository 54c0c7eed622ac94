package io.towpath.pipelines;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
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

  /** Reads {@code auto}, {@code direct} or {@code spark}. */
  public static RunnerChoice of(String text) {
    for (RunnerChoice choice : values()) {
      if (choice.name().equalsIgnoreCase(text)) {
        return choice;
      }
    }
    throw new TowpathException(
        ExitCode.CONFIGURATION,
        "unknown runner '" + text + "': expected auto, direct or spark (--runner)");
  }

  /** The choice in a launcher's arguments: Beam's {@code --runner=SparkRunner} and the like. */
  static Optional<RunnerChoice> named(String[] arguments) {
    return Arrays.stream(arguments)
        .filter(argument -> argument.startsWith("--runner="))
        .map(argument -> argument.substring("--runner=".length()).replaceFirst("Runner$", ""))
        .map(RunnerChoice::of)
        .findFirst();
  }

  /** Completes the options for a pipeline that will read so many bytes. */
  void applyTo(PipelineOptions options, long plannedBytes) {
    boolean direct = this == DIRECT || (this == AUTO && plannedBytes < DIRECT_BELOW);
    if (direct) {
      direct(options.as(DirectOptions.class));
    } else {
      spark(options.as(SparkPipelineOptions.class));
    }
  }

  private static void direct(DirectOptions options) {
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    // Together these two cost half the time; the tests keep them on.
    options.setEnforceImmutability(Boolean.getBoolean("towpath.direct.enforce"));
    options.setEnforceEncodability(Boolean.getBoolean("towpath.direct.enforce"));
  }

  private static void spark(SparkPipelineOptions options) {
    options.setRunner(SparkRunner.class);
    int cores = Runtime.getRuntime().availableProcessors();
    boolean submitted = System.getProperty("spark.master") != null;
    if (!submitted && SparkPipelineOptions.DEFAULT_MASTER_URL.equals(options.getSparkMaster())) {
      options.setSparkMaster("local[" + cores + "]");
    }
    // Evicted blocks would be recomputed, and with them every side effect.
    options.setStorageLevel("MEMORY_AND_DISK");
    options.setPreferGroupByKeyToHandleHugeValues(true);
    setDefault("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    setDefault("spark.default.parallelism", Integer.toString(Math.max(2, cores)));
    setDefault("spark.ui.enabled", "false");
    setDefault("spark.driver.host", "127.0.0.1");
    setDefault("spark.driver.bindAddress", "127.0.0.1");
    setDefault("spark.speculation", "false");
  }

  private static void setDefault(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
