package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * F01: SIGKILL at steps that the progress log names, and at random moments, on Direct and on Spark,
 * of a first load that is swapped in and of a second that is applied. A reader sees the old table
 * or the new one all the time, and the next run ends with that of an undisturbed one. {@code
 * ./check --all} kills at every step and at 30 moments of 500,000 rows; else a sample is taken.
 */
final class KillIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final boolean ALL = "true".equals(System.getenv("CHECK_ALL"));
  private static final int LINES = ALL ? 500_000 : 20_000;
  private static final int MOMENTS = ALL ? 30 : 2;
  private static final int TRIES = 6;
  private static final double SOONER = 0.7;

  /** It is so short that a kill may come too late. */
  private static final String LAST_STEP = "publish.tidy";

  private static final List<String> SAMPLE = List.of("land.commit", "load.stage", "publish.commit");
  private static final List<RunnerChoice> RUNNERS =
      List.of(RunnerChoice.DIRECT, RunnerChoice.SPARK);
  private static final Kills KILLS = new Kills();

  private static Delivery first;
  private static Delivery second;

  @BeforeAll
  static void runUndisturbed(@TempDir Path root) throws SQLException, InterruptedException {
    ProjectFolder project = Orders.project(ProjectFolder.in(root.resolve("project"), POSTGRES));
    project.migrate().createTable("orders");
    first = new Delivery("first", project.file("inbox/1.csv", Orders.csv(1, LINES)));
    ProjectFolder loaded = first.published();
    loaded.without("inbox/1.csv").file("inbox/2.csv", Orders.csv(2, LINES));
    second = new Delivery("second", loaded);
  }

  static Stream<Arguments> steps() {
    return Stream.of(first, second)
        .flatMap(delivery -> RUNNERS.stream().flatMap(runner -> steps(delivery, runner)));
  }

  private static Stream<Arguments> steps(Delivery delivery, RunnerChoice runner) {
    return delivery.undisturbed(runner).steps().stream()
        .distinct()
        .filter(step -> ALL || (SAMPLE.contains(step) && delivery == second))
        .map(step -> Arguments.of(delivery, runner, step));
  }

  /** One moment in each of as many equal stretches of the undisturbed run. */
  static Stream<Arguments> moments() {
    SplittableRandom random = new SplittableRandom(20261122);
    return RUNNERS.stream()
        .flatMap(
            runner ->
                IntStream.range(0, MOMENTS)
                    .mapToObj(
                        i -> Arguments.of(second, runner, (i + random.nextDouble()) / MOMENTS)));
  }

  @ParameterizedTest(name = "{0} delivery on {1} at {2}", autoCloseArguments = false)
  @MethodSource("steps")
  void convergesAfterKillAtStep(Delivery delivery, RunnerChoice runner, String step)
      throws SQLException, InterruptedException {
    boolean hit = convergesAfter(delivery, runner, new Blow(step, victim -> victim.killAt(step)));

    assertThat(hit || step.equals(LAST_STEP)).as("a process that is alive at " + step).isTrue();
  }

  @ParameterizedTest(name = "{0} delivery on {1} after {2} of its time", autoCloseArguments = false)
  @MethodSource("moments")
  void convergesAfterKillAtMoment(Delivery delivery, RunnerChoice runner, double share)
      throws SQLException, InterruptedException {
    Duration whole = delivery.undisturbed(runner).time();
    boolean hit = false;
    // A victim that was quicker than the run that was measured has ended: kill another one earlier.
    for (int tries = 0; !hit && tries < TRIES; tries++) {
      Duration time = Duration.ofNanos((long) (whole.toNanos() * share * Math.pow(SOONER, tries)));
      String where = "after %d of %d ms".formatted(time.toMillis(), whole.toMillis());
      hit = convergesAfter(delivery, runner, new Blow(where, victim -> victim.killAfter(time)));
    }
    assertThat(hit).as("a process that is killed alive").isTrue();
  }

  @AfterAll
  static void writeReport() throws IOException, SQLException {
    second.close();
    first.close();
    KILLS.write();
  }

  /** A kill to come. */
  private record Blow(String where, Strike strike) {}

  /** Kills, and tells whether the victim was alive. */
  private interface Strike {
    boolean at(TowpathProcess victim) throws InterruptedException;
  }

  /** Returns whether the kill met a living process. */
  private static boolean convergesAfter(Delivery delivery, RunnerChoice runner, Blow blow)
      throws SQLException, InterruptedException {
    ProjectFolder project = delivery.copy();
    try (EmbeddedPostgres database = project.postgres();
        TableWatch watch = TableWatch.of(database, "shop.orders")) {
      TowpathProcess victim = project.start("orders", runner);
      boolean hit = blow.strike().at(victim);
      String found = Delivery.state(project).equals(delivery.before()) ? "old" : "new";
      KILLS.add(
          new Kills.Kill(delivery.toString(), runner, blow.where(), hit, victim.lastStep(), found));

      TowpathProcess next = project.start("orders", runner);

      assertThat(next.waitFor()).as(next.output()).isZero();
      assertThat(Delivery.state(project)).isEqualTo(delivery.after());
      assertThat(watch.seen()).isSubsetOf(delivery.before(), delivery.after());
      LedgerAssert.assertSettled(project.postgres(), "orders");
      return hit;
    }
  }
}
