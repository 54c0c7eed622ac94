package io.towpath.io.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LedgerClockTest {
  private static final long MILLI = 1_000_000;
  private static final long LEDGER = 1_700_000_000_000L;

  private final LedgerClock clock = new LedgerClock();

  /** A reading at a local time, of which the way back took so much longer than the way there. */
  private void read(long localMillis, long roundTrip, long millis) {
    clock.read(
        new LedgerClock.Reading(localMillis * MILLI, millis, (localMillis + roundTrip) * MILLI));
  }

  @Test
  void wasReadInTheMiddleOfTheRoundTrip() {
    read(5000, 200, LEDGER);

    assertThat(clock.millis(5100 * MILLI)).isEqualTo(LEDGER);
    assertThat(clock.millis(6100 * MILLI)).isEqualTo(LEDGER + 1000);
    assertThat(clock.nanoTime(LEDGER - 100)).isEqualTo(5000 * MILLI);
  }

  @Test
  void trustsTheQuickestAnswer() {
    read(5000, 10, LEDGER);
    read(6000, 400, LEDGER + 1000);

    assertThat(clock.millis(5005 * MILLI)).isEqualTo(LEDGER);

    read(7000, 8, LEDGER + 2003);

    assertThat(clock.millis(7004 * MILLI)).isEqualTo(LEDGER + 2003);
  }

  @Test
  void trustsAnOldAnswerLess() {
    read(0, 10, LEDGER);
    read(600_000, 400, LEDGER + 600_100);

    assertThat(clock.millis(600_200 * MILLI)).isEqualTo(LEDGER + 600_100);
  }

  @Test
  void followsADatabaseThatWasReplaced() {
    read(0, 10, LEDGER);
    read(1000, 40, LEDGER + 90_000);

    assertThat(clock.millis(1020 * MILLI)).isEqualTo(LEDGER + 90_000);
  }
}
