package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * F10: the server crashes during a run, which empties its unlogged tables. A run either gets over
 * it or ends with exit code 5, and the next one makes the table what it must be.
 */
final class ServerCrashIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final int LINES = 20_000;

  @ParameterizedTest(name = "in {1} of delivery {0}")
  @CsvSource({
    "1, load.stage", "1, publish.seal", "1, publish.commit",
    "2, load.stage", "2, publish.seal", "2, publish.commit"
  })
  void convergesAfterACrashOfTheServer(int delivery, String step, @TempDir Path root)
      throws SQLException, InterruptedException {
    String feed = "crash_" + delivery + "_" + step.replace('.', '_');
    ProjectFolder project =
        Orders.project(ProjectFolder.in(root, POSTGRES), feed, feed)
            .migrate()
            .file("inbox/1.csv", Orders.csv(1, LINES));
    Orders.project(project, feed + "_alone", feed + "_alone");
    if (delivery == 2) {
      project.run(feed, RunnerChoice.DIRECT);
      project.run(feed + "_alone", RunnerChoice.DIRECT);
      project.file("inbox/2.csv", Orders.csv(2, LINES));
    }
    project.run(feed + "_alone", RunnerChoice.DIRECT);
    TowpathProcess victim = project.start(feed, RunnerChoice.DIRECT);
    assertThat(victim.reaches(step::equals)).as(victim.output()).isTrue();

    crash(project);

    assertThat(victim.waitFor())
        .as(victim.output())
        .isIn(ExitCode.OK.status(), ExitCode.WAREHOUSE.status());
    TowpathProcess next = project.start(feed, RunnerChoice.DIRECT);
    assertThat(next.waitFor()).as(next.output()).isZero();
    assertThat(project.checksum(feed + ".orders"))
        .isEqualTo(project.checksum(feed + "_alone.orders"));
    LedgerAssert.assertSettled(project.postgres(), feed);
  }

  /** Kills a backend as the kernel does when memory runs out: the server restarts itself. */
  private static void crash(ProjectFolder project) throws SQLException {
    project.execute("checkpoint"); // as tests' servers commit without waiting for the log
    try (Connection victim = POSTGRES.connect();
        Statement statement = victim.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      assertThat(ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly()).isTrue();
      assertThatThrownBy(() -> statement.execute("select pg_sleep(5)"))
          .isInstanceOf(SQLException.class);
    }
  }
}
