package io.towpath.pipelines.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many rows a list has. */
final class LastOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  private int count;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many, 20 unless said.")
  void count(int wanted) {
    if (wanted < 1) {
      throw new ParameterException(
          new CommandLine(command),
          "--last is " + wanted + "; expected a whole number of at least 1");
    }
    count = wanted;
  }

  int count() {
    return count;
  }
}
