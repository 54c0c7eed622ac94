package io.towpath.io.rest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says when a request may be sent, and hears how it went. */
interface Budget {
  /** Of an API without a declared limit. */
  Budget UNLIMITED =
      new Budget() {
        @Override
        public void await() {}

        @Override
        public void answered(@Nullable Duration pause) {}

        @Override
        public void failed(@Nullable Duration pause) {}
      };

  /** Waits until one more request may be sent, which then must be sent at once. */
  void await() throws InterruptedException;

  /**
   * The API answered.
   *
   * @param pause that it asks for, null if for none
   */
  void answered(@Nullable Duration pause);

  /** The API failed to answer, as above. */
  void failed(@Nullable Duration pause);
}
