package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.OrderLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code towpath report}: a page that says what the ledger says, and loads nothing. */
final class ReportIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  private static final String HOSTILE = "<img src=x onerror=alert(1)>\u202e";

  @TempDir private Path root;
  private ProjectFolder project;

  @BeforeEach
  void open() {
    POSTGRES.execute("drop schema if exists towpath, towpath_stage, shop cascade");
    project = Orders.project(ProjectFolder.in(root, POSTGRES)).migrate();
  }

  private String report(String... more) throws IOException {
    Path file = root.resolve("page.html");
    String[] command = java.util.Arrays.copyOf(more, more.length + 3);
    System.arraycopy(new String[] {"report", "--output", file.toString()}, 0, command, 0, 3);
    System.arraycopy(more, 0, command, 3, more.length);
    CommandRun done = CommandRun.in(root, command);
    assertThat(done.status()).as(done.err()).isZero();
    return Files.readString(file);
  }

  @Test
  void showsBooksChecksAndHistory() throws IOException {
    project.file("inbox/1.csv", OrderLine.HEADER + anOrder().csv() + anOrder().withId(2).csv());
    assertThat(CommandRun.in(root, "run", "orders").status()).isZero();
    project.file(
        "inbox/2.csv", OrderLine.HEADER + anOrder().withId(3).csv() + anOrder().withId(3).csv());
    assertThat(CommandRun.in(root, "run", "orders").status()).isZero();

    String page = report();

    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains(
            "<h1>orders</h1>",
            "class=\"badge published\">published",
            "What became of the records that were read: 2",
            "What the staged rows did to the table: 1",
            "not_empty",
            "50.0 %",
            "<h2>Rejects</h2><p>None.</p>");
    assertThat(page.split("class=\"badge published\"")).as("badge and two runs").hasSize(4);
  }

  @Test
  @DisplayName("F65 markup in values stays text")
  void f65_showsHostileDataAsText() throws IOException {
    project.file(
        "inbox/1.csv",
        OrderLine.HEADER + anOrder().csv() + anOrder().withId(2).withAmount(HOSTILE).csv());
    assertThat(CommandRun.in(root, "run", "orders").status()).isEqualTo(ExitCode.BLOCKED.status());

    String page = report();

    assertThat(page)
        .contains("badge blocked", "&lt;img src=x onerror=alert(1)&gt;\\u202e")
        .doesNotContain("<img", "\u202e", "<script", "http://", "https://", "url(");
  }

  @Test
  void saysWhatIsMissing() {
    CommandRun none = CommandRun.in(root, "report");
    CommandRun unknown = CommandRun.in(root, "report", "20200101T000000-00000000");

    assertThat(none.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(none.err()).contains("no run in the ledger yet");
    assertThat(unknown.err()).contains("no run '20200101T000000-00000000'");
    assertThat(Path.of("report.html")).doesNotExist();
  }
}
