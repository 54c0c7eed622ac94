package io.towpath.pipelines.cli;

import io.towpath.pipelines.LoadResult;
import io.towpath.pipelines.Publish;
import io.towpath.pipelines.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Publishes a run whose rows are staged. */
@Command(
    name = "publish",
    description = "Publish a run whose rows are staged, such as one whose driver died.",
    footer = "%nExample: towpath publish 20260105T090000-1f2e3d4c")
final class PublishCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "RUN", description = "Name of the run, see towpath runs.")
  private String run = "";

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      LoadResult result = Publish.run(session.withLedger(), run);
      Summary.print(result, towpath.options().form());
      return result.exitCode().status();
    }
  }
}
