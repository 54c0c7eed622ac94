package io.towpath.pipelines.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.pipelines.Session;
import io.towpath.pipelines.report.ReportPage;
import io.towpath.pipelines.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes a run as a page. */
@Command(
    name = "report",
    description = "Write a run as one HTML file: books, checks, rejects, and the feed's last runs.",
    footer = "%nExample: towpath report --output report.html")
final class ReportCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "Name of the run; the last one if it is not said.")
  private @Nullable String run;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      defaultValue = "report.html",
      description = "File to write, or to replace (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("report.html");

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      RunReport report = RunReport.of(session.withLedger(), run);
      write(ReportPage.of(report));
      if (towpath.options().form() == RowPrinter.Form.JSON) {
        Printed.json(Map.of("run", report.run().plan().run(), "wrote", output.toString()));
      } else {
        System.out.printf("wrote %s, run %s%n", output, report.run().plan().run());
      }
      return Towpath.ok();
    }
  }

  private void write(String page) {
    try {
      Files.writeString(output, page, UTF_8);
    } catch (IOException e) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          output + " cannot be written: " + e + "; name a file in a folder that is there",
          e);
    }
  }
}
