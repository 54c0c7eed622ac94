package io.towpath.pipelines.cli;

import io.towpath.pipelines.Doctor;
import io.towpath.pipelines.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Checks what a feed needs. */
@Command(
    name = "check",
    description =
        "Check what the next run of a feed needs: raw zone, ledger, source, rights, cursor; say how"
            + " far behind it is and what to do.",
    footer = "%nExample: towpath check orders --profile prod")
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "FEED", description = "Name of the feed.")
  private String feed = "";

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      return DoctorCommand.print(
          Doctor.examine(session, session.plan(feed).feed()), towpath.options().form());
    }
  }
}
