package io.towpath.pipelines.cli;

import io.towpath.io.source.Finding;
import io.towpath.pipelines.Doctor;
import io.towpath.pipelines.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Checks the surroundings. */
@Command(
    name = "doctor",
    description = "Check project, Java, raw zone, warehouse and sources; say what to do.",
    footer = "%nExample: towpath doctor --profile prod")
final class DoctorCommand implements Callable<Integer> {
  private static final List<String> HEADER = List.of("is", "what", "found", "do");

  @ParentCommand private Towpath towpath;

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      return print(Doctor.examine(session), towpath.options().form());
    }
  }

  /** Prints findings; gives the exit status of the worst. */
  static int print(List<Finding> findings, RowPrinter.Form form) {
    RowPrinter.print(
        HEADER,
        findings.stream()
            .map(f -> List.of(f.verdict().word(), f.subject(), f.found(), f.advice()))
            .toList(),
        form);
    return findings.stream()
        .filter(finding -> finding.verdict() == Finding.Verdict.BAD)
        .mapToInt(finding -> finding.exitCode().status())
        .max()
        .orElse(Towpath.ok());
  }
}
