package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Remembers what each kill met, so that a series that misses is no proof. */
final class Kills {
  private static final Path REPORT = Path.of("target", "kills.tsv");

  private final List<Kill> kills = new ArrayList<>();

  /**
   * One kill.
   *
   * @param where a step or a moment
   * @param hit whether it met a living process
   * @param step the last one that the process had announced
   * @param found what a reader saw then: {@code old}, {@code new}
   */
  record Kill(
      String delivery, RunnerChoice runner, String where, boolean hit, String step, String found) {
    private String line() {
      return String.join(
          "\t", delivery, runner.toString(), where, hit ? "hit" : "missed", step, found);
    }
  }

  void add(Kill kill) {
    kills.add(kill);
  }

  /** Asserts that at least four of five met a living process, and writes all down. */
  void assertMostHit() throws IOException {
    Files.createDirectories(REPORT.getParent());
    Files.write(REPORT, kills.stream().map(Kill::line).toList());
    Map<String, List<Kill>> groups =
        kills.stream()
            .collect(
                Collectors.groupingBy(
                    kill -> kill.delivery() + " on " + kill.runner(),
                    TreeMap::new,
                    Collectors.toList()));
    groups.forEach(
        (group, all) ->
            assertThat(all.stream().filter(Kill::hit).count() * 5)
                .as("kills of %s that met a living process, of %s", group, all)
                .isGreaterThanOrEqualTo(all.size() * 4L));
  }
}
