package io.towpath.pipelines.cli;

import io.towpath.io.postgres.RunRow;
import io.towpath.pipelines.Run;
import io.towpath.pipelines.RunMany;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows what became of many feeds: a line each, and what went wrong below. */
final class ManyTable {
  private static final List<String> HEADER =
      List.of(
          "feed", "state", "read", "rejected", "inserted", "updated", "deleted", "kept", "seconds");

  private ManyTable() {}

  static void print(List<RunMany.Outcome> outcomes, RowPrinter.Form form) {
    if (form == RowPrinter.Form.JSON) {
      outcomes.forEach(outcome -> Printed.json(facts(outcome)));
      return;
    }
    RowPrinter.print(HEADER, outcomes.stream().map(ManyTable::row).toList(), form);
    for (RunMany.Outcome outcome : outcomes) {
      String why = why(outcome);
      if (!why.isEmpty()) {
        System.out.printf("%s: %s%n", outcome.feed(), why);
      }
    }
  }

  private static Map<String, Object> facts(RunMany.Outcome outcome) {
    if (outcome.result() != null) {
      return Summary.facts(outcome.result());
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("feed", outcome.feed());
    facts.put("state", "failed");
    facts.put("exit", outcome.exitCode().status());
    facts.put("error", why(outcome));
    return facts;
  }

  private static String why(RunMany.Outcome outcome) {
    if (outcome.failure() != null) {
      return outcome.failure().message();
    }
    RunRow run = outcome.result().load().run();
    return run == null || run.error() == null ? "" : run.error();
  }

  private static List<Object> row(RunMany.Outcome outcome) {
    Run.Result result = outcome.result();
    List<Object> row = new ArrayList<>(List.of(outcome.feed()));
    if (result == null || result.load().run() == null) {
      row.add(result == null ? "failed" : "nothing new");
      row.addAll(List.of("", "", "", "", "", ""));
    } else {
      RunRow run = result.load().run();
      RunRow.Counts counts = run.counts();
      row.add(run.state().name().toLowerCase(Locale.ROOT));
      row.addAll(
          List.of(
              counts.read(),
              counts.rejected(),
              counts.inserted(),
              counts.updated(),
              counts.deleted(),
              counts.kept()));
    }
    row.add(result == null ? "" : String.format(Locale.ROOT, "%.1f", seconds(result)));
    return row;
  }

  private static double seconds(Run.Result result) {
    return result.took().toMillis() / 1000.0;
  }
}
