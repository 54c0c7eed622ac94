package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that ends after its commit leaves a stage; the next run drops it, needed or not. */
final class LeftStageIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isDroppedByTheNextRun(boolean moreToLoad, @TempDir Path root) {
    String feed = "left_" + moreToLoad;
    ProjectFolder project =
        Orders.project(ProjectFolder.in(root, POSTGRES), feed, feed)
            .file("inbox/1.csv", Orders.csv(1, 100));
    try (Session session = project.open(RunnerChoice.DIRECT, new EndsAt("publish.tidy"))) {
      assertThatThrownBy(() -> Run.run(session, session.plan(feed))).isInstanceOf(Ended.class);
    }
    assertThat(project.value("select state from towpath.run where feed = '" + feed + "'"))
        .isEqualTo("published");
    if (moreToLoad) {
      project.file("inbox/2.csv", Orders.csv(2, 100));
    }

    project.run(feed, RunnerChoice.DIRECT);

    LedgerAssert.assertSettled(project.postgres(), feed);
  }

  /** Ends the work when a step begins, as a kill would. */
  private record EndsAt(String last) implements Progress {
    @Override
    public void step(String step, Map<String, ?> facts) {
      if (step.equals(last)) {
        throw new Ended();
      }
    }

    @Override
    public void advance(long records, long bytes, long planned) {
      // only steps end it
    }
  }

  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
