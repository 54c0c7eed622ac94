package io.towpath.pipelines;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.GoldenFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what {@code Run.main} runs on each folder below {@code golden/}, on every runner. */
final class GoldenFoldersIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  static Stream<Arguments> cases() {
    return GoldenFolder.below(Path.of("src/test/resources/golden")).stream()
        .flatMap(
            folder ->
                Stream.of(RunnerChoice.DIRECT, RunnerChoice.SPARK)
                    .map(runner -> Arguments.of(folder, runner)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("cases")
  void endsAsExpected(GoldenFolder folder, RunnerChoice runner, @TempDir Path root)
      throws IOException {
    String name = folder.toString().replace('-', '_') + "_" + runner;
    ProjectFolder.in(root, POSTGRES).migrate();

    folder.holds((project, feed) -> run(project, feed, runner), root, name, POSTGRES);
  }

  private static int run(Path project, String feed, RunnerChoice runner) {
    String[] arguments = {
      "--feed=" + feed,
      "--project=" + project,
      "--runner=" + (runner == RunnerChoice.SPARK ? "SparkRunner" : "DirectRunner")
    };
    return Launch.execute(arguments, GoldenFoldersIT::job).status();
  }

  private static ExitCode job(Session session, FeedPlan plan) {
    LoadResult load = Run.run(session, plan).load();
    BooksAssert.assertBalanced(load);
    return load.exitCode();
  }
}
