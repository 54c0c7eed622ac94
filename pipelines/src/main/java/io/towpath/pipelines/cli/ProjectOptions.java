package io.towpath.pipelines.cli;

import io.towpath.pipelines.JsonProgress;
import io.towpath.pipelines.Progress;
import io.towpath.pipelines.RunnerChoice;
import io.towpath.pipelines.Session;
import io.towpath.pipelines.TerminalProgress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What every command takes, before or after its name. */
final class ProjectOptions {
  @Option(
      names = "--project",
      paramLabel = "DIR",
      defaultValue = ".",
      scope = ScopeType.INHERIT,
      description = "Folder of towpath.yaml (default: the working directory).")
  private Path directory = Path.of(".");

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Profile of towpath.yaml to apply.")
  private @Nullable String profile;

  @Option(
      names = "--runner",
      paramLabel = "RUNNER",
      scope = ScopeType.INHERIT,
      description = "auto, direct or spark (default: as towpath.yaml says).")
  private @Nullable String runner;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print JSON: one line per step, and the result.")
  private boolean json;

  Path directory() {
    return directory;
  }

  Optional<String> profile() {
    return Optional.ofNullable(profile);
  }

  Optional<RunnerChoice> runner() {
    return Optional.ofNullable(runner).map(RunnerChoice::of);
  }

  RowPrinter.Form form() {
    return json ? RowPrinter.Form.JSON : RowPrinter.Form.TABLE;
  }

  /** Reads the project and opens what it works with. */
  Session open() {
    return open(directory);
  }

  /** The same for another folder. */
  Session open(Path project) {
    return Session.open(
        new Session.Start(project, profile(), runner(), PipelineOptionsFactory.create()),
        progress());
  }

  @SuppressWarnings("SystemConsoleNull") // Towpath runs on Java 17, where null means no terminal
  Progress progress() {
    boolean terminal = System.console() != null && !json;
    return terminal
        ? new TerminalProgress(System.err, Clock.systemUTC())
        : new JsonProgress(System.err, Clock.systemUTC());
  }
}
