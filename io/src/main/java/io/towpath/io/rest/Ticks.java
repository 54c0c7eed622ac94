package io.towpath.io.rest;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of a limit was dealt out, tick by tick. A tick is a twentieth of the time that the limit is
 * for, and a request dealt out for a tick is sent within it. As long as no 22 ticks in a row hold
 * more than the limit, no such time does at the server either, wherever it begins, and though
 * requests take up to a tick longer or shorter to get there.
 */
final class Ticks {
  /** Ticks in the time that the limit is for. */
  static final int PER_LIMIT = 20;

  private static final int SPAN = PER_LIMIT + 2;

  private final int limit;
  private final long first;
  private final int[] spent;

  private Ticks(int limit, long first, int[] spent) {
    this.limit = limit;
    this.first = first;
    this.spent = spent;
  }

  /**
   * What matters for requests in ticks from {@code now} to {@code last}.
   *
   * @param before the first of the ticks known, and what was dealt out in them
   */
  static Ticks of(int limit, long before, int[] known, long now, long last) {
    long first = now - SPAN + 1;
    long end = Math.max(last + SPAN, before + known.length);
    int[] spent = new int[Math.toIntExact(end - first)];
    Ticks ticks = new Ticks(limit, first, spent);
    for (int i = 0; i < known.length; i++) {
      ticks.add(before + i, known[i]);
    }
    return ticks;
  }

  /** The same for requests in other ticks. */
  Ticks seenFrom(long now, long last) {
    return of(limit, first, spent, now, last);
  }

  /** Deals out up to so many requests from one tick to another, as early as the limit allows. */
  SortedMap<Long, Integer> take(long from, long to, int wanted) {
    SortedMap<Long, Integer> dealt = new TreeMap<>();
    int left = wanted;
    for (long tick = from; tick <= to && left > 0; tick++) {
      int free = Math.min(left, free(tick));
      if (free > 0) {
        dealt.put(tick, free);
        spent[(int) (tick - first)] += free;
        left -= free;
      }
    }
    return dealt;
  }

  /** Counts requests of a tick, as far as it still matters; fewer than none take some back. */
  void add(long tick, int requests) {
    if (tick >= first && tick - first < spent.length) {
      spent[(int) (tick - first)] = Math.max(0, spent[(int) (tick - first)] + requests);
    }
  }

  /** The first tick from one on in which something is left, if no more is dealt out. */
  long next(long from) {
    long tick = from;
    while (tick - first < spent.length && free(tick) == 0) {
      tick++;
    }
    return tick;
  }

  private int free(long tick) {
    int most = 0;
    for (long begin = tick - SPAN + 1; begin <= tick; begin++) {
      int sum = 0;
      for (long at = begin; at < begin + SPAN; at++) {
        sum += at >= first && at - first < spent.length ? spent[(int) (at - first)] : 0;
      }
      most = Math.max(most, sum);
    }
    return Math.max(0, limit - most);
  }

  long first() {
    return first;
  }

  int[] spent() {
    return Arrays.copyOf(spent, spent.length);
  }
}
