package io.towpath.pipelines;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Listens to the steps of a run, so that a test can act between two of them. */
final class Steps {

  private Steps() {}

  /** Does something once, when a step is announced and before it begins. */
  static Progress before(String wanted, Runnable act) {
    AtomicBoolean done = new AtomicBoolean();
    return new Progress() {
      @Override
      public void step(String step, Map<String, ?> facts) {
        if (step.equals(wanted) && !done.getAndSet(true)) {
          act.run();
        }
      }

      @Override
      public void advance(long records, long bytes, long planned) {
        // a test looks at results
      }
    };
  }
}
