package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.testing.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Files that wait to be run, from the same state again and again. An undisturbed run on each runner
 * tells what the table must become, how long that takes, and the names of the steps.
 */
final class Delivery implements AutoCloseable {
  private final String name;
  private final ProjectFolder waiting;
  private final ProjectFolder published;
  private final String before;
  private final String after;
  private final Map<RunnerChoice, Undisturbed> undisturbed = new EnumMap<>(RunnerChoice.class);

  /** A run that nobody killed. */
  record Undisturbed(Duration time, List<String> steps) {}

  /** Runs a copy of the project, whose feed is {@code orders}, on each runner. */
  Delivery(String name, ProjectFolder waiting) throws SQLException, InterruptedException {
    this.name = name;
    this.waiting = waiting;
    this.before = state(waiting);
    this.published = copy();
    measure(published, RunnerChoice.DIRECT);
    this.after = state(published);
    ProjectFolder spark = copy();
    try (EmbeddedPostgres database = spark.postgres()) {
      measure(spark, RunnerChoice.SPARK);
      assertThat(state(spark)).as("on Spark as on Direct, %s", database.url()).isEqualTo(after);
    }
    assertThat(before).isNotEqualTo(after);
  }

  /** A project of its own in which the delivery waits; the caller closes its database. */
  ProjectFolder copy() throws SQLException {
    try {
      return waiting.copy(
          Files.createTempDirectory(waiting.root().getParent(), name), waiting.postgres().copy());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The project after an undisturbed run; closed with this. */
  ProjectFolder published() {
    return published;
  }

  /** What a reader sees before. */
  String before() {
    return before;
  }

  /** What a reader sees afterwards. */
  String after() {
    return after;
  }

  Undisturbed undisturbed(RunnerChoice runner) {
    return undisturbed.get(runner);
  }

  /** What a reader sees. */
  static String state(ProjectFolder project) {
    return project.value(TableWatch.summary("shop.orders"));
  }

  private ProjectFolder measure(ProjectFolder project, RunnerChoice runner)
      throws InterruptedException {
    TowpathProcess process = project.start("orders", runner);
    Duration time = process.time();
    undisturbed.put(runner, new Undisturbed(time, process.steps()));
    return project;
  }

  @Override
  public void close() throws SQLException {
    published.postgres().close();
  }

  @Override
  public String toString() {
    return name;
  }
}
