package io.towpath.pipelines.cli;

import io.towpath.io.postgres.CheckResults;
import io.towpath.io.postgres.RunRow;
import io.towpath.pipelines.LoadResult;
import io.towpath.pipelines.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows what a run came to: both books, the checks, and what to do next. */
final class Summary {

  private Summary() {}

  /** Facts of a run in the order people ask for them. */
  static Map<String, Object> books(RunRow run) {
    RunRow.Counts counts = run.counts();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("feed", run.plan().feed());
    facts.put("run", run.plan().run());
    facts.put("state", run.state().name().toLowerCase(Locale.ROOT));
    facts.put("read", counts.read());
    facts.put("expanded", counts.expanded());
    facts.put("staged", counts.staged());
    facts.put("duplicates", counts.duplicates());
    facts.put("rejected", counts.rejected());
    facts.put("filtered", counts.filtered());
    facts.put("inserted", counts.inserted());
    facts.put("updated", counts.updated());
    facts.put("deleted", counts.deleted());
    facts.put("kept", counts.kept());
    return facts;
  }

  /** The same, and what went wrong if something did. */
  static Map<String, Object> facts(RunRow run) {
    Map<String, Object> facts = books(run);
    if (run.error() != null) {
      facts.put("error", run.error());
    }
    return facts;
  }

  static void print(Run.Result result, RowPrinter.Form form) {
    LoadResult load = result.load();
    if (form == RowPrinter.Form.JSON) {
      Printed.json(facts(result));
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %s, %.1f s%n",
        load.feed(),
        result.land().files() == 0 ? "no new files" : result.land().files() + " files landed",
        result.took().toMillis() / 1000.0);
    print(load);
  }

  /** What a load came to, without what was landed before. */
  static void print(LoadResult load, RowPrinter.Form form) {
    if (form == RowPrinter.Form.JSON) {
      Printed.json(facts(load));
    } else {
      print(load);
    }
  }

  static void print(LoadResult load) {
    RunRow run = load.run();
    if (run == null) {
      System.out.printf("%s: nothing new to publish%n", load.feed());
      return;
    }
    RunRow.Counts n = run.counts();
    System.out.printf(
        Locale.ROOT,
        "  run %s %s%n",
        run.plan().run(),
        run.state().name().toLowerCase(Locale.ROOT));
    System.out.printf(
        Locale.ROOT,
        "  read %,d + expanded %,d = staged %,d + duplicates %,d + rejected %,d + filtered %,d%n",
        n.read(),
        n.expanded(),
        n.staged(),
        n.duplicates(),
        n.rejected(),
        n.filtered());
    System.out.printf(
        Locale.ROOT,
        "  staged %,d = inserted %,d + updated %,d + deleted %,d + kept %,d%n",
        n.staged(),
        n.inserted(),
        n.updated(),
        n.deleted(),
        n.kept());
    if (run.error() != null) {
      System.out.printf("  %s%n", run.error());
    }
    checks(load.checks());
  }

  private static void checks(List<CheckResults.Result> checks) {
    long passed = checks.stream().filter(CheckResults.Result::passed).count();
    System.out.printf("  checks: %d of %d passed%n", passed, checks.size());
    for (CheckResults.Result check : checks) {
      if (!check.passed()) {
        System.out.printf(
            "    %s %s: found %s, expected %s%n",
            check.severity().name().toLowerCase(Locale.ROOT),
            check.id(),
            check.value(),
            check.expectation());
      }
    }
  }

  static Map<String, Object> facts(Run.Result result) {
    Map<String, Object> facts = facts(result.load());
    facts.put("files", result.land().files());
    facts.put("seconds", result.took().toMillis() / 1000.0);
    return facts;
  }

  static Map<String, Object> facts(LoadResult load) {
    if (load.run() == null) {
      Map<String, Object> nothing = new LinkedHashMap<>();
      nothing.put("feed", load.feed());
      nothing.put("state", "nothing to do");
      return nothing;
    }
    Map<String, Object> facts = facts(load.run());
    facts.put("checks", load.checks().stream().map(Summary::facts).toList());
    return facts;
  }

  private static Map<String, @Nullable Object> facts(CheckResults.Result check) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("check", check.id());
    facts.put("severity", check.severity().name().toLowerCase(Locale.ROOT));
    facts.put("passed", check.passed());
    facts.put("found", check.value());
    facts.put("expected", check.expectation());
    return facts;
  }
}
