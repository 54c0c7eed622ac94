package io.towpath.io.rest;

import io.towpath.config.RestDeclaration.Rate;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of a limit was dealt out, tick by tick. A tick is a twentieth of the time that the limit is
 * for, and a request dealt out for a tick is sent within it.
 *
 * <p><b>Guarantee</b>: no stretch of ticks holds more than the limit that is as long as the limit's
 * time and {@link #JITTER_MILLIS}, wherever in a tick it begins. So no such time does at the server
 * either, though one request takes that much longer to get there than another. Of a limit per
 * second 20 of 26 ticks can be used in the long run, of one per minute 20 of 22.
 */
final class Ticks {
  /** Ticks in the time that the limit is for. */
  private static final int PER_LIMIT = 20;

  /**
   * How much the ways of two requests may differ: from the moment that they were let go, by a clock
   * that is read over a network, to the server's count.
   */
  private static final long JITTER_MILLIS = 250;

  private static final long SECOND_MILLIS = 1000;

  private final Rate rate;
  private final int span;
  private final long first;
  private final int[] spent;

  private Ticks(Rate rate, long first, int[] spent) {
    this.rate = rate;
    this.span = span(rate);
    this.first = first;
    this.spent = spent;
  }

  /** Length of a tick in milliseconds. */
  static long millis(Rate rate) {
    return Math.max(1, rate.per().toMillis() / PER_LIMIT);
  }

  /** How many ticks in a row hold no more than the limit: one more than begin in that time. */
  static int span(Rate rate) {
    long millis = millis(rate);
    return Math.toIntExact((rate.per().toMillis() + JITTER_MILLIS + millis - 1) / millis + 1);
  }

  /**
   * What matters for requests in ticks from {@code now} to {@code last}.
   *
   * @param before the first of the ticks known, and what was dealt out in them
   */
  static Ticks of(Rate rate, long before, int[] known, long now, long last) {
    int span = span(rate);
    long first = now - span + 1;
    long end = Math.max(last + span, before + known.length);
    Ticks ticks = new Ticks(rate, first, new int[Math.toIntExact(end - first)]);
    for (int i = 0; i < known.length; i++) {
      ticks.add(before + i, known[i]);
    }
    return ticks;
  }

  /** The same for requests in other ticks. */
  Ticks seenFrom(long now, long last) {
    return of(rate, first, spent, now, last);
  }

  /**
   * Deals out up to so many requests from one tick to another, as early as the limit allows but
   * spread evenly over a second, since who reads page by page sends one after the other.
   */
  SortedMap<Long, Integer> take(long from, long to, int wanted) {
    SortedMap<Long, Integer> dealt = new TreeMap<>();
    long ticks = Math.max(1, SECOND_MILLIS / millis(rate));
    long most = wanted + ticks - 1;
    int left = wanted;
    long due = most; // requests times ticks of a second, since they come in fractions
    for (long tick = from; tick <= to && left > 0; tick++) {
      int free = (int) Math.min(Math.min(left, free(tick)), due / ticks);
      if (free > 0) {
        dealt.put(tick, free);
        spent[(int) (tick - first)] += free;
        left -= free;
        due -= free * ticks;
      }
      due = Math.min(due + wanted, most);
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
    for (long begin = tick - span + 1; begin <= tick; begin++) {
      int sum = 0;
      for (long at = begin; at < begin + span; at++) {
        sum += at >= first && at - first < spent.length ? spent[(int) (at - first)] : 0;
      }
      most = Math.max(most, sum);
    }
    return Math.max(0, rate.requests() - most);
  }

  long first() {
    return first;
  }

  int[] spent() {
    return Arrays.copyOf(spent, spent.length);
  }
}
