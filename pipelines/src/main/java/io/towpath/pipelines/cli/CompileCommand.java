package io.towpath.pipelines.cli;

import io.towpath.config.DagJson;
import io.towpath.config.Feed;
import io.towpath.config.Project;
import io.towpath.config.Projects;
import io.towpath.contract.ContractJson;
import io.towpath.contract.RecordSchemas;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.stage.TableDdl;
import io.towpath.pipelines.FeedPlan;
import io.towpath.pipelines.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what a feed's contract is compiled to. */
@Command(
    name = "compile",
    description = "Print what a feed and its contract are compiled to.",
    footer = {
      "%nExample: towpath compile flights --to ddl",
      "         towpath compile --to dag --out airflow/feeds"
    })
final class CompileCommand implements Callable<Integer> {
  /** What can be printed. */
  enum Form {
    AVRO,
    DAG,
    DDL,
    JSON
  }

  @ParentCommand private Towpath towpath;

  @Parameters(
      paramLabel = "FEED",
      arity = "0..1",
      description = "Name of the feed; with --to dag, all of them if none is named.")
  private @Nullable String feedName;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORM",
      description =
          "avro (record schema), dag (for Airflow), ddl (PostgreSQL) or json (the contract).")
  private Form form = Form.JSON;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "With --to dag: folder for a FEED.json each, in place of standard output.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    requireFeed();
    Project project = Projects.read(towpath.options().directory(), towpath.options().profile());
    List<Feed> feeds =
        feedName == null
            ? List.copyOf(project.feeds().values())
            : List.of(Session.feed(project, feedName));
    feeds.forEach(FeedPlan::check);
    Map<String, String> texts = new LinkedHashMap<>(); // all of them before any is written
    feeds.forEach(feed -> texts.put(feed.name(), text(project, feed)));
    if (out == null) {
      texts.values().forEach(System.out::println);
    } else {
      write(out, texts);
    }
    return Towpath.ok();
  }

  private void requireFeed() {
    if (form != Form.DAG && (feedName == null || out != null)) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          feedName == null
              ? "compile: expected a FEED; only --to dag takes all of them"
              : "compile: --out is for --to dag");
    }
  }

  private String text(Project project, Feed feed) {
    boolean json = towpath.options().form() == RowPrinter.Form.JSON;
    return switch (form) {
      case AVRO -> RecordSchemas.published(feed.contract()).toString(!json);
      case DAG ->
          out == null
              ? DagJson.tree(project, feed).toString()
              : DagJson.tree(project, feed).toPrettyString();
      case DDL ->
          json
              ? Printed.jsonText(Map.of("ddl", TableDdl.text(feed.contract(), feed.load().mode())))
              : TableDdl.text(feed.contract(), feed.load().mode());
      case JSON ->
          json ? ContractJson.tree(feed.contract()).toString() : ContractJson.text(feed.contract());
    };
  }

  private static void write(Path folder, Map<String, String> texts) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> text : texts.entrySet()) {
        Files.writeString(folder.resolve(text.getKey() + ".json"), text.getValue() + "\n");
      }
    } catch (IOException e) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          folder + " cannot be written: " + e + "; choose a folder that you may write to",
          e);
    }
  }
}
