package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import io.towpath.testing.OrderLine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The key of hashed columns: asked for when something is hashed, not by who only looks. */
final class MaskKeyIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final String CUSTOMER =
      "{name: customer, logicalType: string, physicalType: text, required: true";

  @TempDir private Path root;
  private ProjectFolder project;

  @BeforeEach
  void hashCustomers() {
    project =
        Orders.project(ProjectFolder.in(root, POSTGRES), "masked", "masked")
            .migrate()
            .file("inbox/1.csv", OrderLine.HEADER + anOrder().withCustomer("Ada").csv());
    String contract = "contracts/masked.odcs.yaml";
    String masked =
        project
            .text(contract)
            .replace(
                CUSTOMER,
                CUSTOMER
                    + ", classification: pii, customProperties: [{vendor: towpath, property: mask,"
                    + " value: hash}]");
    assertThat(masked).contains("value: hash");
    project.file(contract, masked);
  }

  @Test
  void isNotNeededToValidateOrCompile() throws InterruptedException {
    CommandRun validated = towpath(null, "validate");
    CommandRun compiled = towpath(null, "compile", "masked", "--to", "ddl");

    assertThat(validated.status()).as(validated.out()).isZero();
    assertThat(compiled.status()).as(compiled.out()).isZero();
    assertThat(compiled.out()).contains("create table");
  }

  @Test
  void isAskedForBeforeAnythingIsTouched() throws InterruptedException {
    CommandRun done = towpath(null, "run", "masked");

    assertThat(done.status()).as(done.out()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.out()).contains("${env:TOWPATH_MASK_KEY}").doesNotContain("land.lease");
    assertThat(root.resolve("raw")).doesNotExist();
  }

  @Test
  void hashesWhatIsPublishedAndShowsUpNowhere() throws InterruptedException {
    CommandRun done = towpath("a key of this test", "run", "masked");

    assertThat(done.status()).as(done.out()).isZero();
    assertThat(done.out()).doesNotContain("a key of this test");
    assertThat(project.value("select customer from masked.orders")).matches("[0-9a-f]{32}");
    LedgerAssert.assertSettled(POSTGRES, "masked");
  }

  private CommandRun towpath(String key, String... arguments) throws InterruptedException {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--project";
    all[arguments.length + 1] = root.toString();
    ProcessBuilder command = TowpathProcess.command(all);
    command.environment().remove("TOWPATH_MASK_KEY");
    if (key != null) {
      command.environment().put("TOWPATH_MASK_KEY", key);
    }
    return CommandRun.of(command);
  }
}
