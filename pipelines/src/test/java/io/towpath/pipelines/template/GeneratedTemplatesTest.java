package io.towpath.pipelines.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is checked in is what the options classes say: {@code templates/} and its reference. With
 * {@code -Dtowpath.templates=write} the files are written instead.
 */
final class GeneratedTemplatesTest {
  private static final Path TEMPLATES = Path.of("../templates");
  private static final Path REFERENCE = Path.of("../docs/reference/templates.md");
  private static final String BEGIN = "<!-- generated: begin -->\n";
  private static final String END = "<!-- generated: end -->\n";
  private static final String COMMAND =
      "./mvnw -q -pl pipelines -am test -Dtest=GeneratedTemplatesTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dtowpath.templates=write";
  private static final String HEAD =
      "# Generated from the options of the main; after a change of these:\n# " + COMMAND + "\n";

  static List<Template> jobs() {
    return Jobs.all();
  }

  @ParameterizedTest(name = "templates/{0}")
  @MethodSource("jobs")
  void holdWhatTheOptionsSay(Template job) throws IOException {
    Path file = TEMPLATES.resolve(job.name() + ".yaml");

    assertHolds(file, HEAD + TemplateFile.text(job));

    assertThat(TemplateFile.read(TEMPLATES, job.name())).isEqualTo(job);
  }

  @Test
  void haveNoOtherFileBesideThem() {
    assertThat(TemplateFile.names(TEMPLATES))
        .isSubsetOf(jobs().stream().map(Template::name).toList());
  }

  @Test
  void standInTheReference() throws IOException {
    String page = Files.readString(REFERENCE);
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String after = page.substring(page.indexOf(END));

    assertHolds(REFERENCE, before + tables() + after);
  }

  private static void assertHolds(Path file, String expected) throws IOException {
    if ("write".equals(System.getProperty("towpath.templates"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }
    assertThat(file)
        .as("%s is not what the options say; write it again: %s", file, COMMAND)
        .exists()
        .hasContent(expected);
  }

  private static String tables() {
    StringBuilder out = new StringBuilder();
    for (Template job : jobs()) {
      out.append("\n## ").append(job.name()).append("\n\n").append(job.help());
      out.append(" Main: `").append(job.main()).append("`.\n\n");
      out.append("| parameter | type | default | pattern | |\n|---|---|---|---|---|\n");
      for (Parameter each : job.parameters()) {
        out.append("| `%s`%s ".formatted(each.name(), each.required() ? ", required" : ""))
            .append("| ")
            .append(each.type().word())
            .append(" | ")
            .append(each.otherwise() == null ? "" : "`" + each.otherwise() + "` ")
            .append("| ")
            .append(each.pattern() == null ? "" : "`" + each.pattern().replace("|", "\\|") + "` ")
            .append("| ")
            .append(each.help())
            .append(" |\n");
      }
    }
    return out.append("\n").toString();
  }
}
