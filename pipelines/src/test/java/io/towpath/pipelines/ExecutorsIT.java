package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors in processes of their own publish the same table and the same books as Direct, also
 * when one of them is killed while it stages (F03).
 */
final class ExecutorsIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final int LINES = 100_000;
  private static final String BOOKS =
      "select read, staged, duplicates, rejected, inserted from towpath.run_summary where feed = '%s'";

  @TempDir private Path root;
  private ProjectFolder project;
  private String direct;
  private String cluster;

  /** Processes that other classes of this JVM have started, such as an S3 server. */
  private Set<ProcessHandle> others;

  @BeforeEach
  void runOnDirect(TestInfo test) throws IOException {
    others = ProcessHandle.current().descendants().collect(Collectors.toSet());
    String name = test.getTestMethod().orElseThrow().getName().substring(0, 5);
    direct = "direct_" + name;
    cluster = "cluster_" + name;
    project = ProjectFolder.in(root, POSTGRES).file("inbox/1.csv", Orders.csv(3, LINES));
    Orders.project(project, direct, direct);
    Orders.project(project, cluster, cluster);
    project.run(direct, RunnerChoice.DIRECT);
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    System.setProperty("spark.executor.extraClassPath", ProjectFolder.classPath());
  }

  @Test
  void publishesTheSameFromSeveralExecutors() throws IOException {
    ExitCode exit = runOnCluster();

    assertThat(exit).isEqualTo(ExitCode.OK);
    assertSameAsDirect();
  }

  @Test
  void losesNothingWithAnExecutorThatIsKilledWhileItStages() throws Exception {
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    CompletableFuture<String> met = new CompletableFuture<>();
    ScheduledFuture<?> looks =
        watch.scheduleWithFixedDelay(() -> killOneThatStages(met), 0, 10, TimeUnit.MILLISECONDS);
    try {

      ExitCode exit = runOnCluster();

      assertThat(exit).isEqualTo(ExitCode.OK);
    } finally {
      looks.cancel(false);
      watch.shutdownNow();
    }
    assertThat(met).as("a kill while some buckets were staged and others not").isCompleted();
    assertThat(met.get()).isEqualTo("killed");
    assertSameAsDirect();
  }

  /** Does nothing until the first bucket is staged. */
  private void killOneThatStages(CompletableFuture<String> met) {
    if (met.isDone()) {
      return;
    }
    String state =
        project.value(
            "select coalesce(sum(case when p.run is null then 0 else 1 end) || ' of ' ||"
                + " max(r.buckets), '') from towpath.run r left join towpath.part p using (run)"
                + " where r.feed = '"
                + cluster
                + "'");
    if (state.isEmpty() || state.startsWith("0 ")) {
      return;
    }
    String[] staged = state.split(" of ");
    Optional<ProcessHandle> executor =
        ProcessHandle.current()
            .descendants()
            .filter(child -> child.info().command().orElse("").endsWith("java"))
            .filter(child -> !others.contains(child))
            .findAny();
    boolean killed =
        !staged[0].equals(staged[1]) && executor.map(ProcessHandle::destroyForcibly).orElse(false);
    met.complete(killed ? "killed" : "too late, " + state + " buckets were staged");
  }

  private ExitCode runOnCluster() throws IOException {
    return Launch.execute(
        new String[] {
          "--feed=" + cluster,
          "--project=" + root,
          "--runner=SparkRunner",
          "--sparkMaster=local-cluster[2,1,1024]",
          "--filesToStage=" + Files.createFile(root.resolve("nothing.jar"))
        },
        (session, plan) -> {
          LoadResult load = Run.run(session, plan).load();
          BooksAssert.assertBalanced(load);
          return load.exitCode();
        });
  }

  private void assertSameAsDirect() {
    assertThat(project.checksum(cluster + ".orders"))
        .isEqualTo(project.checksum(direct + ".orders"));
    assertThat(project.rows(BOOKS.formatted(cluster)))
        .isEqualTo(project.rows(BOOKS.formatted(direct)));
  }
}
