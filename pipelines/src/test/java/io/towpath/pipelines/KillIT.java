package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * F01: SIGKILL at every step that the progress log names, and at random moments, on Direct and on
 * Spark. A reader sees the old table or the new one, and the next run ends with the checksum of an
 * undisturbed one. {@code ./check --all} runs the whole series, 500,000 rows and 30 moments.
 */
@Tag("long")
final class KillIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final boolean ALL = "true".equals(System.getenv("CHECK_ALL"));
  private static final int LINES = ALL ? 500_000 : 20_000;
  private static final int MOMENTS = ALL ? 30 : 2;
  private static final long LATEST_MILLIS = ALL ? 25_000 : 9_000;

  private static String before = "";
  private static String after = "";
  private static List<String> steps = List.of();

  /** An undisturbed pair of runs tells the two checksums and the names of the steps. */
  @BeforeAll
  static void runUndisturbed(@TempDir Path root) throws InterruptedException {
    ProjectFolder project = project(root);
    run(project);
    before = project.checksum("shop.orders");
    deliverSecond(project);
    TowpathProcess second = start(project, RunnerChoice.DIRECT);
    assertThat(second.waitFor()).as(second.output()).isZero();
    after = project.checksum("shop.orders");
    steps = second.steps();
    assertThat(before).isNotEqualTo(after);
    assertThat(steps).contains("land.copy", "load.stage", "publish.commit");
  }

  static Stream<Arguments> moments() {
    SplittableRandom random = new SplittableRandom(20261122);
    Stream<Arguments> moments =
        IntStream.range(0, MOMENTS)
            .mapToObj(i -> Arguments.of(500 + random.nextLong(LATEST_MILLIS)))
            .flatMap(KillIT::onRunners);
    return moments;
  }

  static Stream<Arguments> steps() {
    return steps.stream().distinct().map(Arguments::of).flatMap(KillIT::onRunners);
  }

  private static Stream<Arguments> onRunners(Arguments arguments) {
    Stream<RunnerChoice> runners =
        ALL ? Stream.of(RunnerChoice.DIRECT, RunnerChoice.SPARK) : Stream.of(RunnerChoice.DIRECT);
    return runners.map(runner -> Arguments.of(arguments.get()[0], runner));
  }

  @ParameterizedTest(name = "at {0} on {1}")
  @MethodSource("steps")
  void convergesAfterKillAtStep(String step, RunnerChoice runner, @TempDir Path root)
      throws InterruptedException {
    ProjectFolder project = halfWay(root);

    TowpathProcess victim = start(project, runner);
    victim.killAt(step);

    assertConverges(project, runner);
  }

  @ParameterizedTest(name = "after {0} ms on {1}")
  @MethodSource("moments")
  void convergesAfterKillAtMoment(long millis, RunnerChoice runner, @TempDir Path root)
      throws InterruptedException {
    ProjectFolder project = halfWay(root);

    TowpathProcess victim = start(project, runner);
    victim.killAfter(millis);

    assertConverges(project, runner);
  }

  private static void assertConverges(ProjectFolder project, RunnerChoice runner)
      throws InterruptedException {
    assertThat(project.checksum("shop.orders")).isIn(before, after);
    TowpathProcess next = start(project, runner);
    assertThat(next.waitFor()).as(next.output()).isZero();
    assertThat(project.checksum("shop.orders")).isEqualTo(after);
    assertThat(
            project.value(
                "select count(*) from pg_class where relnamespace = 'towpath_stage'::regnamespace"))
        .as("tables left in the stage's schema")
        .isEqualTo("0");
  }

  /** A project whose first delivery is published and whose second waits. */
  private static ProjectFolder halfWay(Path root) {
    ProjectFolder project = project(root);
    run(project);
    deliverSecond(project);
    return project;
  }

  private static ProjectFolder project(Path root) {
    ProjectFolder project = ProjectFolder.in(root, POSTGRES);
    project.execute(
        "drop schema if exists shop cascade; drop schema if exists towpath cascade;"
            + " drop schema if exists towpath_stage cascade");
    return Orders.project(project).file("inbox/1.csv", Orders.csv(1, LINES));
  }

  private static void deliverSecond(ProjectFolder project) {
    project.file("inbox/2.csv", Orders.csv(2, LINES));
  }

  private static void run(ProjectFolder project) {
    project.run("orders", RunnerChoice.DIRECT);
  }

  private static TowpathProcess start(ProjectFolder project, RunnerChoice runner) {
    return TowpathProcess.start(
        "run", "orders", "--project", project.root().toString(), "--runner", runner.toString());
  }
}
