package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A source of a user's own, found by its name. */
final class PluginSourceIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @TempDir private Path root;
  private ProjectFolder project;

  @BeforeEach
  void open() {
    project =
        Orders.project(ProjectFolder.in(root, POSTGRES)).file("token", "of the file").migrate();
  }

  private CommandRun towpath(String source, String... arguments) {
    project.file(
        "feeds/orders.yaml",
        Orders.FEED.replaceFirst("source: .*", java.util.regex.Matcher.quoteReplacement(source)));
    return CommandRun.in(root, arguments);
  }

  @Test
  void goesOnWhereItWas() {
    String source =
        "source: {use: counting, with: {step: \"5\", token: \"${file:"
            + root.resolve("token")
            + "}\"}}";

    assertThat(towpath(source, "run", "orders").status()).isZero();
    assertThat(towpath(source, "run", "orders").status()).isZero();

    assertThat(
            project.value(
                "select count(*) || ' to ' || max(order_id) || ' ' || max(customer) from shop.orders"))
        .isEqualTo("10 to 10 of the file");
    LedgerAssert.assertSettled(POSTGRES, "orders");
    assertThat(CommandRun.in(root, "check", "orders").out()).contains("counted to 10");
  }

  @Test
  void saysWhatIsWrongBeforeAnythingIsTouched() {
    CommandRun unknown = towpath("source: {use: countin}", "validate");
    CommandRun settings = towpath("source: {use: counting, with: {stp: \"5\"}}", "validate");

    assertThat(unknown.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(unknown.err())
        .contains("feeds/orders.yaml:2:1 source.use names countin", "Did you mean counting?");
    assertThat(settings.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(settings.err())
        .contains(
            "step is missing", "token is missing", "unknown setting stp; expected step, token");
  }
}
