package io.towpath.pipelines.cli;

import io.towpath.core.ExitCode;
import io.towpath.pipelines.Failure;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what a command threw into a message and an exit status. */
final class Failures {

  private Failures() {}

  static int exitStatus(Throwable thrown) {
    return Failure.of(thrown).exitCode().status();
  }

  static int report(Throwable thrown, CommandLine command) {
    Failure failure = Failure.of(thrown);
    command.getErr().println(command.getColorScheme().errorText("towpath: " + failure.message()));
    if (System.getenv("TOWPATH_STACKTRACE") != null) {
      thrown.printStackTrace(command.getErr());
    }
    return failure.exitCode().status();
  }

  static int usage(ParameterException thrown, String[] arguments) {
    CommandLine command = thrown.getCommandLine();
    command.getErr().println(command.getColorScheme().errorText("towpath: " + thrown.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(thrown, command.getErr())) {
      command.getErr().printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    }
    return ExitCode.CONFIGURATION.status();
  }
}
