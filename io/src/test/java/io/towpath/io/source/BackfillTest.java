package io.towpath.io.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class BackfillTest {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  private static Instant day(int days) {
    return FROM.plus(Duration.ofDays(days));
  }

  @Test
  void windowsFollowEachOtherAndTheLastMayBeShorter() {
    Backfill all = new Backfill(FROM, day(5), Duration.ofDays(2));

    assertThat(all.windows()).extracting(Backfill::from).containsExactly(FROM, day(2), day(4));
    assertThat(all.windows()).extracting(Backfill::to).containsExactly(day(2), day(4), day(5));
  }

  @Test
  void batchesHoldSoManyWindows() {
    Backfill all = new Backfill(FROM, day(5), Duration.ofDays(1));

    assertThat(all.batches(2)).extracting(Backfill::to).containsExactly(day(2), day(4), day(5));
    assertThat(all.batches(9)).containsExactly(all);
  }

  @Test
  void isOneWindowWithoutALength() {
    Backfill all = new Backfill(FROM, day(5), null);

    assertThat(all.windows()).containsExactly(all);
  }
}
