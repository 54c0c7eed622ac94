package io.towpath.pipelines.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values are judged by their template before anything is started. */
final class TemplateTest {
  private static final Template LOAD = Jobs.all().get(1);

  @Test
  void acceptsGoodValues() {
    assertThat(LOAD.mistakes(Map.of("feed", "orders", "sparkMaster", "spark://10.0.0.1:7077")))
        .isEmpty();
  }

  @Test
  void tellsEveryMistakeAtOnce() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("fed", "orders");
    values.put("runner", "SparkRuner");
    values.put("project", " ");
    values.put("colour", "red");

    assertThat(LOAD.mistakes(values))
        .containsExactly(
            "unknown parameter fed. Did you mean feed?",
            "runner is \"SparkRuner\"; expected DirectRunner or SparkRunner. Did you mean"
                + " SparkRunner?",
            "project is empty; expected a text: Folder of towpath.yaml.",
            "unknown parameter colour; expected feed, profile, project, runner or sparkMaster");
  }

  @Test
  void tellsWhatIsMissingAndWhatItShouldLookLike() {
    assertThat(LOAD.mistakes(Map.of()))
        .containsExactly(
            "feed is missing; expected Name of the feed, the file below feeds/ without .yaml.");
    assertThat(LOAD.mistakes(Map.of("feed", "Orders!")))
        .containsExactly(
            "feed is \"Orders!\"; expected what matches [a-z0-9][a-z0-9_-]{0,62}: Name of the feed,"
                + " the file below feeds/ without .yaml.");
  }

  @Test
  void hidesWhatIsNotForUsers() {
    assertThat(LOAD.parameter("outcome")).isEmpty();
  }

  @Test
  void refusesAFileThatIsNoTemplate(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("bad.yaml"), "template: bad\nmian: a.B\nparameters: [1]\n");

    assertThatThrownBy(() -> TemplateFile.read(folder, "bad"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems().stream().map(p -> p.message()).toList())
                    .isEqualTo(
                        List.of(
                            "help is missing; expected text",
                            "unknown key mian. Did you mean main?",
                            "parameters[0] is the number 1; expected a mapping")));
  }
}
