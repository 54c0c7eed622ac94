package io.towpath.pipelines.cli;

import io.towpath.config.Project;
import io.towpath.config.Projects;
import io.towpath.pipelines.FeedPlan;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Reads everything the user wrote and reports every mistake; touches nothing. */
@Command(
    name = "validate",
    description = "Check towpath.yaml, every feed and every contract.",
    footer = "%nExample: towpath validate --project examples/flights")
final class ValidateCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Override
  public Integer call() {
    ProjectOptions options = towpath.options();
    Project project = Projects.read(options.directory(), options.profile());
    FeedPlan.checkAll(project);
    if (options.form() == RowPrinter.Form.JSON) {
      Printed.json(
          Map.of("project", project.name(), "feeds", project.feeds().keySet(), "valid", true));
      return Towpath.ok();
    }
    System.out.printf(
        "%s: %d feeds and their contracts are valid%n", project.name(), project.feeds().size());
    return Towpath.ok();
  }
}
