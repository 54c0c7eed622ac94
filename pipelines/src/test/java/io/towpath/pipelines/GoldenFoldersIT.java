package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs {@code Run.main} on each folder below {@code golden/}: delivery after delivery of {@code
 * input/<n>/}, then compares the table with {@code expected/<n>.csv}, the rejects with {@code
 * rejected/<n>.csv} and the books with {@code expected/<n>.books}, on every runner.
 */
final class GoldenFoldersIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final String BOOKS =
      "select read, expanded, staged, duplicates, rejected, filtered, inserted, updated, deleted,"
          + " kept from towpath.run_summary where feed = '%s' order by started desc, run desc limit 1";
  private static final String REJECTS =
      "select line, reason, coalesce(column_name, ''), coalesce(found, ''), expected"
          + " from towpath.reject r where run = (select run from towpath.run_summary where feed ="
          + " '%s' order by started desc, run desc limit 1) order by batch, part, position";

  static Stream<Arguments> cases() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      List<Path> sorted = folders.filter(Files::isDirectory).sorted().toList();
      return sorted.stream()
          .flatMap(
              folder ->
                  Stream.of(RunnerChoice.DIRECT, RunnerChoice.SPARK)
                      .map(runner -> Arguments.of(folder.getFileName().toString(), runner)));
    }
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("cases")
  void endsAsExpected(String name, RunnerChoice runner, @TempDir Path root) throws IOException {
    Path golden = GOLDEN.resolve(name);
    String feed = name.replace('-', '_') + "_" + runner;
    ProjectFolder project = ProjectFolder.in(root, POSTGRES);
    project.file("feeds/" + feed + ".yaml", Files.readString(golden.resolve("feed.yaml")));
    project.file(
        "contracts/golden.odcs.yaml",
        Files.readString(golden.resolve("contract.odcs.yaml")).replace("SCHEMA", feed));
    project.open(runner).close();

    for (int delivery = 1; Files.isDirectory(golden.resolve("input/" + delivery)); delivery++) {
      deliver(golden.resolve("input/" + delivery), project);

      ExitCode exit = Launch.execute(arguments(project, feed, runner), GoldenFoldersIT::job);

      assertThat(exit).isEqualTo(ExitCode.OK);
      assertSame(golden.resolve("expected/" + delivery + ".books"), project, BOOKS.formatted(feed));
      assertSame(
          golden.resolve("expected/" + delivery + ".csv"),
          project,
          Files.readString(golden.resolve("query.sql")).replace("SCHEMA", feed));
      assertSame(golden.resolve("rejected/" + delivery + ".csv"), project, REJECTS.formatted(feed));
    }
  }

  private static ExitCode job(Session session, FeedPlan plan) {
    LoadResult load = Run.run(session, plan).load();
    BooksAssert.assertBalanced(load);
    return load.exitCode();
  }

  private static String[] arguments(ProjectFolder project, String feed, RunnerChoice runner) {
    return new String[] {
      "--feed=" + feed,
      "--project=" + project.root(),
      "--runner=" + (runner == RunnerChoice.SPARK ? "SparkRunner" : "DirectRunner")
    };
  }

  private static void deliver(Path delivery, ProjectFolder project) throws IOException {
    try (Stream<Path> files = Files.list(delivery)) {
      for (Path file : files.sorted().toList()) {
        project.file("inbox/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
  }

  private static void assertSame(Path expected, ProjectFolder project, String query)
      throws IOException {
    String actual =
        project.rows(query).stream()
            .map(row -> String.join("|", row))
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(actual).as(expected.toString()).isEqualTo(Files.readString(expected));
  }
}
