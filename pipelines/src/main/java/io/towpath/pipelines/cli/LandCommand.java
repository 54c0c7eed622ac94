package io.towpath.pipelines.cli;

import io.towpath.config.Feed;
import io.towpath.pipelines.Land;
import io.towpath.pipelines.LandResult;
import io.towpath.pipelines.Session;
import io.towpath.pipelines.Sizes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Copies what has arrived into the raw zone. */
@Command(
    name = "land",
    description = "Copy what has arrived into the raw zone, as the next batch.",
    footer = "%nExample: towpath land flights")
final class LandCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "FEED", description = "Name of the feed.")
  private String feed = "";

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      Feed known = Session.feed(session.project(), feed);
      LandResult result = Land.run(session.withLedger(), known);
      if (towpath.options().form() == RowPrinter.Form.JSON) {
        Printed.json(facts(result));
      } else if (result.manifest() == null) {
        System.out.printf("%s: no new files%n", feed);
      } else {
        System.out.printf(
            "%s: batch %d, %d files, %s%n",
            feed, result.manifest().batch(), result.files(), Sizes.text(result.bytes()));
      }
      return Towpath.ok();
    }
  }

  private Map<String, Object> facts(LandResult result) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("feed", feed);
    if (result.manifest() != null) {
      facts.put("batch", result.manifest().batch());
    }
    facts.put("files", result.files());
    facts.put("bytes", result.bytes());
    return facts;
  }
}
