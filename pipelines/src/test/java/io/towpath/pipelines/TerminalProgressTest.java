package io.towpath.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What somebody who waits at a terminal sees. */
final class TerminalProgressTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private Instant now = Instant.parse("2026-01-05T09:00:00Z");
  private final TerminalProgress progress =
      new TerminalProgress(new PrintStream(shown, true, UTF_8), () -> now);

  @Test
  void showsEachStepWithItsFactsInOneOrder() {
    progress.step("land.copy", Map.of("files", 2, "batch", 7));

    assertThat(shown.toString(UTF_8)).endsWith("land.copy          batch 7, files 2\n");
  }

  @Test
  void showsRecordsBytesRateAndWhatIsLeft() {
    progress.step("load.stage", Map.of());
    now = now.plusSeconds(10);

    progress.advance(2_500_000, 250_000_000, 1_000_000_000);

    assertThat(shown.toString(UTF_8))
        .endsWith("2,500,000 records, 250.0 MB of 1.0 GB, 250,000 records/s, about 30 s left");
  }

  @Test
  void estimatesNothingBeforeTheFirstByteOrAfterTheLast() {
    assertThat(TerminalProgress.line(0, 0, 1 << 20, 1)).doesNotContain("left");
    assertThat(TerminalProgress.line(9, 1 << 20, 1 << 20, 1)).doesNotContain("left");
  }
}
