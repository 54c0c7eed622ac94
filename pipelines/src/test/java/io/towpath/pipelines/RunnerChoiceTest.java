package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RunnerChoiceTest {
  private static final long LARGE = RunnerChoice.DIRECT_BELOW;

  private final SparkPipelineOptions options =
      PipelineOptionsFactory.create().as(SparkPipelineOptions.class);
  private final Map<Object, Object> before = new HashMap<>();

  @BeforeEach
  void rememberProperties() {
    before.putAll(System.getProperties());
  }

  @AfterEach
  void restoreProperties() {
    Properties properties = new Properties();
    properties.putAll(before);
    System.setProperties(properties);
  }

  @Test
  void takesSparkOnlyWhereItsStartPays() {
    RunnerChoice.AUTO.applyTo(options, LARGE - 1, 8);
    assertThat(options.getRunner()).isEqualTo(DirectRunner.class);

    RunnerChoice.AUTO.applyTo(options, LARGE, 8);
    assertThat(options.getRunner()).isEqualTo(SparkRunner.class);
  }

  @Test
  void bindsTheDriverToLoopbackOnlyWhereAllExecutorsAreHere() {
    options.setSparkMaster("spark://spark.example.com:7077");
    RunnerChoice.SPARK.applyTo(options, LARGE, 8);
    assertThat(System.getProperty("spark.driver.host")).isNull();
    assertThat(System.getProperty("spark.driver.bindAddress")).isNull();

    options.setSparkMaster("local-cluster[2,1,1024]");
    RunnerChoice.SPARK.applyTo(options, LARGE, 8);
    assertThat(System.getProperty("spark.driver.bindAddress")).isEqualTo("127.0.0.1");
  }

  @Test
  void leavesTheDriverOfASubmittedRunAlone() {
    System.setProperty("spark.master", "local[2]");
    RunnerChoice.SPARK.applyTo(options, LARGE, 8);
    assertThat(System.getProperty("spark.driver.bindAddress")).isNull();
  }

  @Test
  void givesEachGroupATask() {
    RunnerChoice.SPARK.applyTo(options, LARGE, 13);
    assertThat(System.getProperty("spark.default.parallelism")).isEqualTo("13");

    RunnerChoice.SPARK.applyTo(options, LARGE, 52);
    assertThat(System.getProperty("spark.default.parallelism")).isEqualTo("52");
  }

  @Test
  void keepsWhatTheUserHasSet() {
    System.setProperty("spark.shuffle.compress", "true");

    RunnerChoice.SPARK.applyTo(options, LARGE, 13);

    assertThat(System.getProperty("spark.shuffle.compress")).isEqualTo("true");
  }

  @Test
  void copiesWithoutSparkInOneProcess() {
    RunnerChoice.SPARK.applyToCopy(options, LARGE, 1);

    assertThat(options.getRunner()).isEqualTo(DirectRunner.class);
  }

  @Test
  void copiesOnTheClusterThatThereIs() {
    options.setSparkMaster("local-cluster[2,1,1024]");

    RunnerChoice.SPARK.applyToCopy(options, LARGE, 3);

    assertThat(options.getRunner()).isEqualTo(SparkRunner.class);
    assertThat(options.getSparkMaster()).isEqualTo("local-cluster[2,1,1024]");
  }
}
