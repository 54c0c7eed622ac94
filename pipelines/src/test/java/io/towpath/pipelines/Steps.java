package io.towpath.pipelines;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** Listens to the steps of a run, so that a test can act between two of them. */
final class Steps {

  private Steps() {}

  /** Does something once, when a step is announced and before it begins. */
  static Progress before(String wanted, Runnable act) {
    AtomicBoolean done = new AtomicBoolean();
    return each(
        (step, facts) -> {
          if (step.equals(wanted) && !done.getAndSet(true)) {
            act.run();
          }
        });
  }

  /** Hears each step and what is known about it. */
  static Progress each(BiConsumer<String, Map<String, ?>> listener) {
    return new Progress() {
      @Override
      public void step(String step, Map<String, ?> facts) {
        listener.accept(step, facts);
      }

      @Override
      public void advance(long records, long bytes, long planned) {
        // a test looks at results
      }
    };
  }
}
