package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

final class EarlySparkTest {
  private static final long LARGE = RunnerChoice.DIRECT_BELOW;

  private final SparkPipelineOptions options =
      PipelineOptionsFactory.create().as(SparkPipelineOptions.class);

  @Test
  void startsWithTheSettingsOfThePipelineItIsFor() {
    JavaSparkContext context;
    try (EarlySpark spark = RunnerChoice.SPARK.startEarly(options, LARGE, 13).orElseThrow()) {
      assertThat(spark.fits(13)).isTrue();
      assertThat(spark.fits(14)).isFalse();

      SparkContextOptions later = options.as(SparkContextOptions.class);
      spark.provideTo(later);

      assertThat(later.getUsesProvidedSparkContext()).isTrue();
      context = later.getProvidedSparkContext();
      assertThat(context.defaultParallelism()).isEqualTo(13);
      assertThat(context.getConf().get("spark.driver.bindAddress")).isEqualTo("127.0.0.1");
    }
    assertThat(context.sc().isStopped()).isTrue();
  }

  @Test
  void startsNoneWhereNoneIsWantedInThisProcess() {
    assertThat(RunnerChoice.DIRECT.startEarly(options, LARGE, 13)).isEqualTo(Optional.empty());
    assertThat(RunnerChoice.AUTO.startEarly(options, LARGE - 1, 13)).isEqualTo(Optional.empty());

    options.setSparkMaster("spark://spark.example.com:7077");
    assertThat(RunnerChoice.SPARK.startEarly(options, LARGE, 13)).isEqualTo(Optional.empty());
  }
}
