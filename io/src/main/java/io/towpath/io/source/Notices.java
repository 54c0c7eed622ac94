package io.towpath.io.source;

import java.util.Map;

/** Takes what a source has to tell the user while it is planned. */
@FunctionalInterface
public interface Notices {

  /**
   * Tells one thing.
   *
   * @param step what happened, such as {@code land.unsettled}
   * @param facts names and values, without payloads
   */
  void notice(String step, Map<String, ?> facts);
}
