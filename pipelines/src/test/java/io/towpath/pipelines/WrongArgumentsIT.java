package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that name nothing, or make no sense: exit code 2 and what was expected. */
final class WrongArgumentsIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @TempDir private static Path root;

  @BeforeAll
  static void newProject() {
    Orders.project(ProjectFolder.in(root, POSTGRES)).migrate();
  }

  @ParameterizedTest
  @ValueSource(strings = {"land", "load", "run", "rejects", "runs", "compile"})
  void aFeedThatIsNotThereIsMetWithTheNearest(String command) {
    CommandRun done =
        command.equals("compile")
            ? towpath(command, "ordres", "--to", "ddl")
            : towpath(command, "ordres");

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("no feed 'ordres'", "expected orders. Did you mean orders?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"land", "load", "run"})
  void aWrongFeedTouchesNothing(String command, @TempDir Path folder) {
    Orders.project(ProjectFolder.in(folder, POSTGRES))
        .file("towpath.yaml", "project: t\nraw: raw\nwarehouse: embedded\n");

    CommandRun done = CommandRun.of(command, "ordres", "--project", folder.toString());

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(folder.resolve(".towpath")).doesNotExist();
    assertThat(folder.resolve("raw")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--last 0       | --last is 0; expected a whole number of at least 1",
        "--last many    | Invalid value for option '--last'",
        "--runner sparc | unknown runner 'sparc': expected auto, direct or spark (--runner). Did you mean spark?",
        "--profile prod | prod",
      })
  void anOptionThatIsWrongIsMetWithWhatIsExpected(String option, String message) {
    String[] words = option.strip().split(" ");

    CommandRun done = CommandRun.of("runs", words[0], words[1], "--project", root.toString());

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "publish"})
  void aRunThatIsNotThereIsMetWithWhereToLook(String command) {
    CommandRun done = towpath(command, "20260105T090000-1f2e3d4c");

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("towpath runs lists them");
  }

  private static CommandRun towpath(String... arguments) {
    return CommandRun.in(root, arguments);
  }
}
