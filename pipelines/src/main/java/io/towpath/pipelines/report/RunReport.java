package io.towpath.pipelines.report;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.CheckResults;
import io.towpath.io.postgres.Rejects;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.Runs;
import io.towpath.pipelines.Session;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of a run.
 *
 * @param checks those that did not pass first
 * @param reasons why records were rejected, the most frequent first
 * @param examples some rejects, masked as the contract says
 * @param history the feed's last runs, the newest first
 */
public record RunReport(
    RunRow run,
    List<CheckResults.Result> checks,
    List<Rejects.Reasons> reasons,
    List<Rejects.Found> examples,
    List<RunRow> history) {
  private static final int EXAMPLES = 20;
  private static final int HISTORY = 20;

  /**
   * Reads a run.
   *
   * @param name of the run, null for the last one
   * @throws TowpathException if there is none
   */
  public static RunReport of(Session session, @Nullable String name) {
    Runs runs = new Runs(session.warehouse());
    Optional<RunRow> found = name == null ? runs.latest(1).stream().findFirst() : runs.find(name);
    RunRow run =
        found.orElseThrow(
            () ->
                new TowpathException(
                    ExitCode.CONFIGURATION,
                    name == null
                        ? "no run in the ledger yet: towpath run FEED makes one"
                        : "no run '" + name + "' in the ledger: towpath runs lists them"));
    Rejects rejects = new Rejects(session.warehouse());
    return new RunReport(
        run,
        CheckResults.of(session.warehouse(), run.plan().run()),
        rejects.reasons(run.plan().run()),
        rejects.ofRun(run.plan().run(), EXAMPLES),
        runs.latest(run.plan().feed(), HISTORY));
  }
}
