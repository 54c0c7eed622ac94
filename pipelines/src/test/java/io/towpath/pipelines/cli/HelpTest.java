package io.towpath.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command explains itself, and a mistyped one is recognised. */
final class HelpTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  static Stream<String> commands() {
    return below("", Towpath.commandLine());
  }

  @ParameterizedTest(name = "towpath {0}")
  @MethodSource("commands")
  void explainsEveryCommandWithAnExample(String command) {
    List<String> arguments = new ArrayList<>(Arrays.asList(command.split(" ")));
    arguments.add("--help");

    int status = execute(arguments.toArray(String[]::new));

    assertThat(status).isZero();
    assertThat(out.toString())
        .startsWith("Usage: towpath " + command)
        .containsPattern("Example: .*towpath " + command.split(" ")[0])
        .contains("--project=DIR", "--profile=NAME", "--runner=RUNNER", "--json");
  }

  @Test
  void knowsEveryCommandOfTheReadme() {
    assertThat(commands())
        .contains(
            "init",
            "demo",
            "validate",
            "compile",
            "land",
            "load",
            "publish",
            "run",
            "status",
            "runs",
            "show",
            "rejects",
            "sql",
            "doctor",
            "migrate",
            "warehouse start",
            "warehouse stop");
  }

  @ParameterizedTest(name = "towpath {0}")
  @MethodSource("commands")
  void standsInTheReference(String command) throws IOException {
    String reference = Files.readString(Path.of("../docs/reference/commands.md"));

    assertThat(reference).contains("| `" + command.split(" ")[0]);
  }

  @Test
  void listsTheExitCodes() {
    int status = execute("--help");

    assertThat(status).isZero();
    for (ExitCode code : ExitCode.values()) {
      assertThat(out.toString()).containsPattern("(?m)^  " + code.status() + " +\\S");
    }
  }

  @Test
  void suggestsTheCommandThatWasMeant() {
    int status = execute("rejcets", "flights");

    assertThat(status).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(err.toString()).contains("Did you mean: towpath rejects");
  }

  @Test
  void suggestsTheOptionThatWasMeant() {
    int status = execute("run", "flights", "--projct", ".");

    assertThat(status).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(err.toString()).contains("--projct").contains("Possible solutions: --project");
  }

  private int execute(String... arguments) {
    return Towpath.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static Stream<String> below(String path, CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .filter(entry -> !(entry.getValue().getCommand() instanceof CommandLine.HelpCommand))
        .flatMap(
            entry ->
                Stream.concat(
                    Stream.of(path + entry.getKey()),
                    below(path + entry.getKey() + " ", entry.getValue())));
  }
}
