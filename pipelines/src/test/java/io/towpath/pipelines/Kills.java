package io.towpath.pipelines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Remembers what each kill met, for the report of a series. */
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

  /** Writes all down, a line each. */
  void write() throws IOException {
    Files.createDirectories(REPORT.getParent());
    Files.write(REPORT, kills.stream().map(Kill::line).toList());
  }
}
