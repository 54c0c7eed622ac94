package io.towpath.io.rest;

import io.towpath.config.RestDeclaration;
import io.towpath.config.RestDeclaration.Rate;
import io.towpath.io.postgres.WarehouseAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this process got of a budget that all workers of all runs share. It asks the ledger at most
 * once a second, for about as much as it used since it asked last.
 *
 * <p><b>Guarantee</b>: a request that it lets go is sent within the tick that it was dealt out for.
 * <b>Parallelism</b>: any number of threads. <b>Failures</b>: those of the warehouse.
 */
final class SharedBudget implements Budget {
  private static final ConcurrentMap<String, SharedBudget> OPEN = new ConcurrentHashMap<>();
  private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final BudgetLedger ledger;
  private final Rate rate;
  private final Deque<Slot> slots = new ArrayDeque<>();
  private final SortedMap<Long, Integer> unused = new TreeMap<>();
  private int waiting;
  private int used;
  private boolean succeeded;
  private int failures;
  private long nextAsk = System.nanoTime();
  private long nextDeal = nextAsk;
  private long pausedUntil = nextAsk;
  private boolean isPauseReported = true;

  SharedBudget(BudgetLedger ledger, Rate rate) {
    this.ledger = ledger;
    this.rate = rate;
  }

  /** The budget of an API, one per process; without limit where the feed declares none. */
  static Budget of(WarehouseAddress ledger, String feed, RestDeclaration.Courtesy courtesy) {
    Rate rate = courtesy.limit();
    if (rate == null) {
      return UNLIMITED;
    }
    String name = courtesy.budget() == null ? "feed/" + feed : courtesy.budget();
    return OPEN.computeIfAbsent(
        ledger.place() + " " + name + " " + rate,
        key ->
            new SharedBudget(
                new BudgetLedger(ledger, name, rate, courtesy.retries().longest()), rate));
  }

  /** Requests that may be sent between two moments of {@link System#nanoTime}. */
  private static final class Slot {
    private final long tick;
    private final long begin;
    private final long end;
    private int left;

    Slot(long tick, long begin, long end, int left) {
      this.tick = tick;
      this.begin = begin;
      this.end = end;
      this.left = left;
    }
  }

  @Override
  public synchronized void await() throws InterruptedException {
    waiting++;
    try {
      while (!enter()) {
        long now = System.nanoTime();
        if (isAskDue(now)) {
          ask(now);
        } else {
          TimeUnit.NANOSECONDS.timedWait(this, Math.max(MILLI, wakeUp(now) - now));
        }
      }
    } finally {
      waiting--;
    }
  }

  private boolean enter() {
    long now = System.nanoTime();
    for (Slot slot = slots.peek(); slot != null && slot.end - now <= 0; slot = slots.peek()) {
      unused.merge(slot.tick, slot.left, Integer::sum);
      slots.remove();
    }
    Slot slot = slots.peek();
    if (slot == null || slot.begin - now > 0 || pausedUntil - now > 0) {
      return false;
    }
    slot.left--;
    used++;
    if (slot.left == 0) {
      slots.remove();
    }
    return true;
  }

  private boolean isAskDue(long now) {
    boolean wants = slots.isEmpty() && pausedUntil - now <= 0 && nextDeal - now <= 0;
    return nextAsk - now <= 0 && (wants || !isPauseReported);
  }

  private long wakeUp(long now) {
    long until = slots.isEmpty() ? Math.max(nextDeal, nextAsk) : slots.element().begin;
    if (pausedUntil - now > 0) {
      until = isPauseReported ? pausedUntil : nextAsk;
    }
    return until;
  }

  private void ask(long before) {
    int wanted = Math.min(rate.requests(), Math.max(waiting, 2 * used));
    long pause = isPauseReported ? 0 : Math.max(0, pausedUntil - before);
    BudgetLedger.Deal deal =
        ledger.deal(
            new BudgetLedger.Ask(wanted, unused, succeeded, failures, Duration.ofNanos(pause)));
    long after = System.nanoTime();
    nextAsk = after + ASK_NANOS;
    nextDeal = after + (deal.next() - deal.now()) * MILLI;
    isPauseReported = true;
    unused.clear();
    used = 0;
    succeeded = false;
    failures = 0;
    deal.requests()
        .forEach(
            (tick, requests) -> {
              long begin = tick * ledger.tickMillis() - deal.now();
              long end = begin + ledger.tickMillis();
              // The database's clock was read at some moment between the two.
              slots.add(new Slot(tick, after + begin * MILLI, before + end * MILLI, requests));
            });
    notifyAll();
  }

  @Override
  public synchronized void answered(@Nullable Duration pause) {
    succeeded = true;
    failures = 0;
    pause(pause);
  }

  @Override
  public synchronized void failed(@Nullable Duration pause) {
    failures++;
    pause(pause);
  }

  private void pause(@Nullable Duration pause) {
    long until = System.nanoTime() + (pause == null ? 0 : pause.toNanos());
    if (pause != null && until - pausedUntil > 0) {
      pausedUntil = until;
      isPauseReported = false;
      notifyAll();
    }
  }
}
