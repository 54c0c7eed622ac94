package io.towpath.pipelines.cli;

import io.towpath.core.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;

/** The command line. */
@Command(
    name = "towpath",
    mixinStandardHelpOptions = true,
    version = "towpath 0.1.0",
    description = "Data from its sources to trusted PostgreSQL tables, every row accounted for.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0   published, or nothing to do",
      "  2   a file or an argument is wrong; nothing was touched",
      "  3   the source cannot be read",
      "  4   blocked by checks or thresholds; nothing was published",
      "  5   the warehouse failed or refused",
      "  6   another run holds the lease, or took it over",
      "  7   the raw zone failed",
      "  8   the cluster cannot be reached, refused, or lost the job (launch)",
      "  70  a bug in Towpath",
      "",
      "Example: towpath demo"
    },
    subcommands = {
      InitCommand.class,
      DemoCommand.class,
      DraftCommand.class,
      ValidateCommand.class,
      CompileCommand.class,
      CheckCommand.class,
      PreviewCommand.class,
      LandCommand.class,
      LoadCommand.class,
      PublishCommand.class,
      RunCommand.class,
      LaunchCommand.class,
      StatusCommand.class,
      RunsCommand.class,
      ShowCommand.class,
      RejectsCommand.class,
      ReportCommand.class,
      ReconcileCommand.class,
      SqlCommand.class,
      DoctorCommand.class,
      MigrateCommand.class,
      WarehouseCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Towpath {
  @Mixin private final ProjectOptions options = new ProjectOptions();

  private Towpath() {}

  ProjectOptions options() {
    return options;
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.setOut(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    System.exit(execute(args));
  }

  /** Runs a command and returns its exit status. */
  public static int execute(String... args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    CommandLine command = commandLine().setOut(out).setErr(err);
    try {
      return command.execute(args);
    } catch (Error e) { // picocli lets these through, and the JVM would end with 1
      return Failures.report(e, command);
    }
  }

  /** All commands with what they share. */
  static CommandLine commandLine() {
    CommandLine towpath = new CommandLine(new Towpath());
    addHelp(towpath);
    return towpath
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(Failures::exitStatus)
        .setExecutionExceptionHandler(
            (thrown, command, arguments) -> Failures.report(thrown, command))
        .setParameterExceptionHandler(Failures::usage);
  }

  /** Every command explains itself; the help command brings its own option. */
  private static void addHelp(CommandLine command) {
    for (CommandLine subcommand : command.getSubcommands().values()) {
      if (!(subcommand.getCommand() instanceof CommandLine.HelpCommand)) {
        subcommand
            .getCommandSpec()
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help message and exit.")
                    .build());
        addHelp(subcommand);
      }
    }
  }

  /** What a command without a result returns. */
  static int ok() {
    return ExitCode.OK.status();
  }
}
