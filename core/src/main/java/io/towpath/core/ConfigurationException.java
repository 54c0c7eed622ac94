package io.towpath.core;

import java.util.List;
import java.util.stream.Collectors;

/** Reports every mistake in what the user wrote, at once. */
public final class ConfigurationException extends TowpathException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // the lists given are serializable
  private final List<Problem> problems;

  public ConfigurationException(List<Problem> problems) {
    super(
        ExitCode.CONFIGURATION,
        problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The mistakes in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
