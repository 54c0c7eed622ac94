package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Executors in processes of their own publish the same table and the same books as Direct. */
@Tag("long")
final class ExecutorsIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final int LINES = 40_000;
  private static final String BOOKS =
      "select read, staged, duplicates, rejected, inserted from towpath.run_summary where feed = '%s'";

  @Test
  void publishesTheSameFromSeveralExecutors(@TempDir Path root) throws IOException {
    ProjectFolder project =
        ProjectFolder.in(root, POSTGRES).file("inbox/1.csv", Orders.csv(3, LINES));
    Orders.project(project, "orders_direct", "shop_direct");
    Orders.project(project, "orders_cluster", "shop_cluster");
    project.run("orders_direct", RunnerChoice.DIRECT);
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    System.setProperty("spark.executor.extraClassPath", ProjectFolder.classPath());

    ExitCode exit =
        Launch.execute(
            new String[] {
              "--feed=orders_cluster",
              "--project=" + root,
              "--runner=SparkRunner",
              "--sparkMaster=local-cluster[2,1,1024]",
              "--filesToStage=" + Files.createFile(root.resolve("nothing.jar"))
            },
            (session, plan) -> Run.run(session, plan).load().exitCode());

    assertThat(exit).isEqualTo(ExitCode.OK);
    assertThat(project.checksum("shop_cluster.orders"))
        .isEqualTo(project.checksum("shop_direct.orders"));
    assertThat(project.rows(BOOKS.formatted("orders_cluster")))
        .isEqualTo(project.rows(BOOKS.formatted("orders_direct")));
  }
}
