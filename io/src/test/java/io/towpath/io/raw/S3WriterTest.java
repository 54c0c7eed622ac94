package io.towpath.io.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class S3WriterTest {
  private static final int MOST_PARTS = 10_000;
  private static final long LARGEST_OBJECT = 5L << 40;

  @Test
  void growsItsPartsUntilTheyCarryTheLargestObject() {
    long all = IntStream.range(0, MOST_PARTS).mapToLong(S3Writer::partSize).sum();

    assertThat(all).isGreaterThanOrEqualTo(LARGEST_OBJECT);
  }

  @Test
  void holdsAtMost64MebibytesForAnObjectOf100Gigabytes() {
    long size = 0;
    int parts = 0;
    while (size < 100_000_000_000L) {
      size += S3Writer.partSize(parts++);
    }

    assertThat(S3Writer.partSize(0)).isEqualTo(8 << 20);
    assertThat(S3Writer.partSize(parts - 1)).isEqualTo(64 << 20);
  }
}
