package io.towpath.io.postgres.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IdentifierTest {

  @Test
  void quotesOnlyWhatPostgresWouldReadOtherwise() {
    assertThat(Identifier.quoted("order_id")).isEqualTo("order_id");
    assertThat(Identifier.quoted("order")).isEqualTo("\"order\"");
    assertThat(Identifier.quoted("Order")).isEqualTo("\"Order\"");
    assertThat(Identifier.quoted("a\"; drop table b")).isEqualTo("\"a\"\"; drop table b\"");
  }

  @Test
  void keepsLongNamesDifferentWithinTheLimit() {
    String one = Identifier.fitted("ü".repeat(40) + "1", "_p202601");
    String two = Identifier.fitted("ü".repeat(40) + "2", "_p202601");

    assertThat(one).isNotEqualTo(two).endsWith("_p202601");
    assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
  }

  @Test
  void writesQuotesAndBackslashesAsTheyAre() {
    assertThat(Identifier.literal("it's")).isEqualTo("'it''s'");
    assertThat(Identifier.literal("a\\b")).isEqualTo("E'a\\\\b'");
  }
}
