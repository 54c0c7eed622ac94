package io.towpath.io.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.RestDeclaration.Rate;
import java.time.Duration;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class TicksTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int SPAN = 22;

  private final SortedMap<Long, Integer> all = new TreeMap<>();
  private long first;
  private int[] spent = new int[0];

  private SortedMap<Long, Integer> take(int limit, long now, long last, int wanted) {
    return take(new Rate(limit, MINUTE), now, last, wanted);
  }

  private SortedMap<Long, Integer> take(Rate rate, long now, long last, int wanted) {
    Ticks ticks = Ticks.of(rate, first, spent, now, last);
    SortedMap<Long, Integer> dealt = ticks.take(now, last, wanted);
    dealt.forEach((tick, requests) -> all.merge(tick, requests, Integer::sum));
    first = ticks.first();
    spent = ticks.spent();
    return dealt;
  }

  @Test
  void dealsOutAWholeLimitAtOnceAndThenNoneForItsTime() {
    assertThat(take(100, 1000, 1001, 1000)).containsOnly(java.util.Map.entry(1000L, 100));

    Ticks ticks = Ticks.of(new Rate(100, MINUTE), first, spent, 1001, 1001);

    assertThat(ticks.take(1001, 1001, 1)).isEmpty();
    assertThat(ticks.next(1001)).isEqualTo(1000 + SPAN);
    assertThat(take(100, 1000 + SPAN - 1, 1000 + SPAN - 1, 1)).isEmpty();
    assertThat(take(100, 1000 + SPAN, 1000 + SPAN, 7)).containsOnly(java.util.Map.entry(1022L, 7));
  }

  @Test
  void dealsOutAgainWhatCameBack() {
    take(10, 50, 50, 10);
    Ticks ticks = Ticks.of(new Rate(10, MINUTE), first, spent, 51, 51);

    ticks.add(50, -4);

    assertThat(ticks.take(51, 51, 10)).containsOnly(java.util.Map.entry(51L, 4));
  }

  @Test
  void spreadsEvenlyOverASecond() {
    Rate rate = new Rate(20, Duration.ofSeconds(1));

    assertThat(take(rate, 1000, 1020, 20).values()).hasSize(20).containsOnly(1);
    assertThat(take(rate, 2000, 2020, 3).keySet()).containsExactly(2000L, 2006L, 2013L);
    assertThat(take(new Rate(100, Duration.ofSeconds(1)), 3000, 3020, 50).values())
        .hasSize(20)
        .containsOnly(2, 3);
  }

  @Test
  void givesTwentyOfTwentySixTicksOfALimitPerSecond() {
    Rate rate = new Rate(20, Duration.ofSeconds(1));
    for (long now = 1000; now < 3600; now += 20) {
      take(rate, now, now + 20, 20);
    }

    int sum = all.headMap(3600L).values().stream().mapToInt(n -> n).sum();
    assertThat(sum).isEqualTo(100 * 20);
    assertThat(Ticks.span(rate)).isEqualTo(26);
    assertThat(Ticks.span(new Rate(1, Duration.ofHours(1)))).isEqualTo(22);
  }

  @Property
  void neverDealsOutMoreThanTheLimitInAnyStretch(
      @ForAll @IntRange(min = 1, max = 60) int limit,
      @ForAll @IntRange(min = 1, max = 60) int seconds,
      @ForAll long seed) {
    Rate rate = new Rate(limit, Duration.ofSeconds(seconds));
    int span = Ticks.span(rate);
    all.clear();
    first = 0;
    spent = new int[0];
    Random random = new Random(seed);
    long now = 1000;
    for (int i = 0; i < 200; i++) {
      take(rate, now, now + random.nextInt(25), random.nextInt(2 * limit));
      now += random.nextInt(5);
    }

    for (long begin = 1000L - span; begin < now + 25; begin++) {
      int sum = all.subMap(begin, begin + span).values().stream().mapToInt(n -> n).sum();
      assertThat(sum).as("from " + begin).isLessThanOrEqualTo(limit);
    }
  }
}
