package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.Feed;
import io.towpath.config.Projects;
import io.towpath.config.Secret;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Activity;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.pipelines.select.Due;
import io.towpath.pipelines.select.Selection;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Many feeds in one process: each as if alone, whatever becomes of the others. */
final class RunManyIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @TempDir Path root;
  private ProjectFolder project;

  @BeforeEach
  void migrate() {
    project = ProjectFolder.in(root, POSTGRES).migrate();
  }

  @Test
  void runsEachFeedThoughAnotherFails() {
    feed("first", "inbox", "");
    feed("broken", "damaged", "");
    feed("second", "inbox", "");
    project.file("inbox/a.csv", Orders.csv(1, 300));
    project.file("damaged/a.csv.gz", "no gzip");

    List<RunMany.Outcome> outcomes = RunMany.run(feeds("all"), this::session, 2);

    assertThat(outcomes)
        .extracting(RunMany.Outcome::feed)
        .containsExactly("broken", "first", "second");
    assertThat(outcomes)
        .extracting(RunMany.Outcome::exitCode)
        .containsExactly(ExitCode.SOURCE, ExitCode.OK, ExitCode.OK);
    assertThat(RunMany.worst(outcomes)).isEqualTo(ExitCode.SOURCE);
    assertThat(project.checksum("second.orders")).isEqualTo(project.checksum("first.orders"));
  }

  @Test
  void givesPipelinesOnSparkTheirTurns() {
    feed("one", "inbox", "");
    feed("two", "inbox", "");
    project.file("inbox/a.csv", Orders.csv(2, 3000));

    List<RunMany.Outcome> outcomes =
        RunMany.run(feeds("all"), () -> session(RunnerChoice.SPARK), 2);

    assertThat(outcomes).extracting(RunMany.Outcome::exitCode).containsOnly(ExitCode.OK);
    assertThat(project.checksum("one.orders")).isEqualTo(project.checksum("two.orders"));
  }

  @Test
  void runsAFeedBehindThoseThatItFollows() {
    feed("a_last", "inbox", "schedule: {after: [z_first]}");
    feed("z_first", "inbox", "schedule: '0 0 * * *'");
    project.file("inbox/a.csv", Orders.csv(3, 100));

    RunMany.run(feeds("all"), this::session, 2);

    Activity activity = Activity.read(address());
    assertThat(activity.began("a_last").orElseThrow())
        .isAfter(activity.publishedBy("z_first").orElseThrow());
  }

  @Test
  void knowsWhatIsDue() {
    feed("downstream", "inbox", "schedule: {after: [daily]}");
    feed("daily", "inbox", "schedule: '@daily'");
    feed("never", "inbox", "");
    project.file("inbox/a.csv", Orders.csv(4, 100));
    assertThat(due(Instant.now())).containsExactly("daily");

    RunMany.run(feeds("feed:daily"), this::session, 1);

    assertThat(due(Instant.now())).containsExactly("downstream");
    RunMany.run(feeds("feed:downstream"), this::session, 1);
    assertThat(due(Instant.now())).isEmpty();
    assertThat(due(Instant.now().plusSeconds(86_400))).containsExactly("daily");
  }

  @Test
  void refusesFeedsThatWaitForEachOther() {
    feed("egg", "inbox", "schedule: {after: [hen]}");
    feed("hen", "inbox", "schedule: {after: [egg]}");

    assertThatThrownBy(() -> RunMany.run(feeds("all"), this::session, 2))
        .isInstanceOf(TowpathException.class)
        .hasMessageContaining("egg after hen after egg");
  }

  private List<String> due(Instant now) {
    return Selection.choose(all(), List.of("all-due"), new Due(Activity.read(address()), now))
        .stream()
        .map(Feed::name)
        .toList();
  }

  private List<Feed> feeds(String word) {
    return Selection.choose(all(), List.of(word), feed -> false);
  }

  private List<Feed> all() {
    return List.copyOf(Projects.read(root, Optional.empty()).feeds().values());
  }

  private void feed(String name, String inbox, String schedule) {
    Orders.project(project, name, name);
    project.file(
        "feeds/" + name + ".yaml",
        Orders.FEED.replace("orders.odcs", name + ".odcs").replace("inbox/*.csv", inbox + "/*.csv*")
            + schedule
            + "\n");
  }

  private static WarehouseAddress address() {
    return new WarehouseAddress(POSTGRES.url(), new Secret(POSTGRES.user()), null);
  }

  private Session session() {
    return session(RunnerChoice.DIRECT);
  }

  private Session session(RunnerChoice runner) {
    return Session.open(
        new Session.Start(
            root, Optional.empty(), Optional.of(runner), PipelineOptionsFactory.create()),
        Steps.each((step, facts) -> {}));
  }
}
