package io.towpath.pipelines.cli;

import io.towpath.config.Feed;
import io.towpath.config.Project;
import io.towpath.config.Projects;
import io.towpath.contract.ContractJson;
import io.towpath.contract.RecordSchemas;
import io.towpath.io.postgres.stage.TableDdl;
import io.towpath.pipelines.FeedPlan;
import io.towpath.pipelines.Session;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what a feed's contract is compiled to. */
@Command(
    name = "compile",
    description = "Print what a feed's contract is compiled to.",
    footer = "%nExample: towpath compile flights --to ddl")
final class CompileCommand implements Callable<Integer> {
  /** What can be printed. */
  enum Form {
    AVRO,
    DDL,
    JSON
  }

  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "FEED", description = "Name of the feed.")
  private String feedName = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORM",
      description = "avro (record schema), ddl (PostgreSQL) or json (all of it).")
  private Form form = Form.JSON;

  @Override
  public Integer call() {
    Project project = Projects.read(towpath.options().directory(), towpath.options().profile());
    Feed feed = Session.feed(project, feedName);
    FeedPlan.check(feed);
    boolean json = towpath.options().form() == RowPrinter.Form.JSON;
    if (json && form == Form.DDL) {
      Printed.json(Map.of("ddl", TableDdl.text(feed.contract())));
      return Towpath.ok();
    }
    System.out.println(
        switch (form) {
          case AVRO -> RecordSchemas.published(feed.contract()).toString(!json);
          case DDL -> TableDdl.text(feed.contract());
          case JSON ->
              json
                  ? ContractJson.tree(feed.contract()).toString()
                  : ContractJson.text(feed.contract());
        });
    return Towpath.ok();
  }
}
