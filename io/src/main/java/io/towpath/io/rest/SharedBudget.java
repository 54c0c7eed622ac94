package io.towpath.io.rest;

import io.towpath.config.RestDeclaration;
import io.towpath.config.RestDeclaration.Rate;
import io.towpath.io.postgres.WarehouseAddress;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this process got of a budget that all workers of all runs share. It asks the ledger at most
 * once a second, for about twice as much as it used in a second, and while it still has something
 * for as long as the ledger takes to answer.
 *
 * <p><b>Guarantee</b>: a request that it lets go is let go within the tick that it was dealt out
 * for, by the ledger's clock. <b>Parallelism</b>: any number of threads. <b>Failures</b>: those of
 * the warehouse, in every thread that waits for its answer.
 */
final class SharedBudget implements Budget {
  private static final ConcurrentMap<String, SharedBudget> OPEN = new ConcurrentHashMap<>();
  private static final ExecutorService ASKING =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "towpath-rest-budget");
            thread.setDaemon(true);
            return thread;
          });
  private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** A process that has not used any begins with a quarter of what a second allows. */
  private static final int FIRST_PART = 8;

  private final BudgetLedger ledger;
  private final Rate rate;
  private final LedgerClock clock = new LedgerClock();
  private final NavigableMap<Long, Integer> dealt = new TreeMap<>();
  private final SortedMap<Long, Integer> unused = new TreeMap<>();
  private int waiting;
  private int used;
  private int usedBefore;
  private boolean succeeded;
  private int failures;
  private boolean isAsking;
  private int failedAsks;
  private @Nullable RuntimeException failure;
  private long answerNanos;
  private long nextAsk = System.nanoTime();
  private long nextDeal = nextAsk;
  private long pausedUntil = nextAsk;
  private boolean isPauseReported = true;

  SharedBudget(BudgetLedger ledger, Rate rate) {
    this.ledger = ledger;
    this.rate = rate;
    this.used = (int) (rate.requests() * 1000L / rate.per().toMillis() / FIRST_PART);
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

  @Override
  public synchronized void await() throws InterruptedException {
    int failedBefore = failedAsks;
    waiting++;
    try {
      while (!enter()) {
        if (failedAsks != failedBefore && failure != null) {
          throw failure;
        }
        long now = System.nanoTime();
        if (isAskDue(now)) {
          ask(now);
        }
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(MILLI, wakeUp(now) - now));
      }
    } finally {
      waiting--;
    }
    long now = System.nanoTime();
    if (isAskDue(now)) {
      ask(now);
    }
  }

  private boolean enter() {
    long now = System.nanoTime();
    long tick = clock.millis(now) / ledger.tickMillis();
    SortedMap<Long, Integer> missed = dealt.headMap(tick);
    missed.forEach((past, requests) -> unused.merge(past, requests, Integer::sum));
    missed.clear();
    Integer left = dealt.get(tick);
    if (left == null || pausedUntil - now > 0) {
      return false;
    }
    if (left == 1) {
      dealt.remove(tick);
    } else {
      dealt.put(tick, left - 1);
    }
    used++;
    return true;
  }

  private boolean isAskDue(long now) {
    if (isAsking || nextAsk - now > 0) {
      return false;
    }
    boolean runsShort = dealt.isEmpty() || begin(dealt.lastKey() + 1) - now <= answerNanos;
    boolean wants = runsShort && pausedUntil - now <= 0 && nextDeal - now <= 0;
    return wants || !isPauseReported;
  }

  private long wakeUp(long now) {
    if (pausedUntil - now > 0) {
      return isPauseReported ? pausedUntil : nextAsk;
    }
    if (!dealt.isEmpty()) {
      return begin(dealt.firstKey());
    }
    return isAsking ? now + ASK_NANOS : Math.max(nextDeal, nextAsk);
  }

  private long begin(long tick) {
    return clock.nanoTime(tick * ledger.tickMillis());
  }

  /** Asks without holding up whoever has something, or hears how a request went. */
  private void ask(long now) {
    int wanted = Math.min(rate.requests(), Math.max(waiting, 2 * Math.max(used, usedBefore)));
    long pause = isPauseReported ? 0 : Math.max(0, pausedUntil - now);
    BudgetLedger.Ask ask =
        new BudgetLedger.Ask(
            wanted, new TreeMap<>(unused), succeeded, failures, Duration.ofNanos(pause));
    isPauseReported = true;
    unused.clear();
    usedBefore = used;
    used = 0;
    succeeded = false;
    failures = 0;
    isAsking = true;
    nextAsk = now + ASK_NANOS;
    ASKING.execute(() -> finish(ask, now));
  }

  private void finish(BudgetLedger.Ask ask, long begin) {
    BudgetLedger.Deal deal = null;
    RuntimeException thrown = new IllegalStateException("the ledger was not asked to the end");
    try {
      deal = ledger.deal(ask);
    } catch (RuntimeException e) {
      thrown = e;
    } finally {
      answered(deal, thrown, begin);
    }
  }

  private synchronized void answered(
      BudgetLedger.@Nullable Deal deal, RuntimeException thrown, long begin) {
    isAsking = false;
    if (deal == null) {
      failure = thrown;
      failedAsks++;
    } else {
      clock.read(deal.clock());
      nextDeal = clock.nanoTime(deal.next());
      answerNanos = System.nanoTime() - begin;
      deal.requests().forEach((tick, requests) -> dealt.merge(tick, requests, Integer::sum));
    }
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
