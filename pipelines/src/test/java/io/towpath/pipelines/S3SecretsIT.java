package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.EmbeddedS3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * F67: the secret key of S3 is in no output, file or ledger row, whether a run succeeds or fails.
 */
final class S3SecretsIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();

  /** All rows of all tables. */
  private static final String LEDGER =
      """
      select string_agg(
        tablename || query_to_xml('select * from towpath.' || quote_ident(tablename), true, false, '')::text, '')
      from pg_tables where schemaname = 'towpath'
      """;

  private static final String WRONG = "planted-4711-secret-0815";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource(
      value = RunnerChoice.class,
      names = {"DIRECT", "SPARK"})
  void keepsTheSecretOfARunThatSucceedsF67(RunnerChoice runner)
      throws IOException, InterruptedException {
    String feed = "kept_" + runner;
    ProjectFolder project = project(feed);

    Finished run = run(project, feed, runner, S3.secretKey());

    assertThat(run.status()).as(run.output()).isEqualTo(ExitCode.OK.status());
    assertThat(project.value("select count(*) from " + feed + ".orders")).isNotEqualTo("0");
    assertThat(S3.file("zone/" + feed)).isNotEmptyDirectory();
    assertNowhere(S3.secretKey(), run, project);
  }

  @Test
  void keepsTheSecretOfARunThatFailsF67() throws IOException, InterruptedException {
    ProjectFolder project = project("refused");

    Finished run = run(project, "refused", RunnerChoice.DIRECT, WRONG);

    assertThat(run.status()).as(run.output()).isEqualTo(ExitCode.RAW_ZONE.status());
    assertThat(run.output()).contains("S3 answered 403", "check the credentials");
    assertNowhere(WRONG, run, project);
  }

  private record Finished(int status, String output) {}

  private ProjectFolder project(String feed) {
    S3.put("inbox-" + feed + "/1.csv", Orders.csv(1, 200));
    ProjectFolder project = S3Project.in(root, POSTGRES, S3, S3.endpoint()).orders(feed).folder();
    return project.migrate();
  }

  private static Finished run(ProjectFolder project, String feed, RunnerChoice runner, String key)
      throws IOException, InterruptedException {
    ProcessBuilder command =
        TowpathProcess.command(
            "run", feed, "--project", project.root().toString(), "--runner", runner.toString());
    command.environment().putAll(S3.environment());
    command.environment().put("AWS_SECRET_ACCESS_KEY", key);
    command.environment().put("TOWPATH_STACKTRACE", "1");
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Finished(process.waitFor(), output);
  }

  private static void assertNowhere(String secret, Finished run, ProjectFolder project)
      throws IOException {
    assertThat(run.output()).doesNotContain(secret);
    assertThat(project.value(LEDGER)).contains("<table", "lease").doesNotContain(secret);
    for (Path tree : new Path[] {project.root(), S3.file("zone")}) {
      if (Files.exists(tree)) {
        try (Stream<Path> files = Files.walk(tree)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .as(file.toString())
                .doesNotContain(secret);
          }
        }
      }
    }
  }
}
