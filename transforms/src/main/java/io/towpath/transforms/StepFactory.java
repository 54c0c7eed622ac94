package io.towpath.transforms;

import io.towpath.config.Settings;
import io.towpath.core.Step;
import java.util.List;

/**
 * Makes steps of the user's own. Found by {@link java.util.ServiceLoader}: its class is named in
 * {@code META-INF/services/io.towpath.transforms.StepFactory} of its jar.
 *
 * <p>A step is a pure function of the record: no clock, no randomness and no lookup that changes,
 * because a worker that is lost has its records read again. It gives at least one outcome for each
 * record, and may give several; a record on which it throws is rejected.
 */
public interface StepFactory {

  /** What feeds call it: {@code - use: NAME}; its class, if it has no other name. */
  default String name() {
    return getClass().getName();
  }

  /**
   * What is wrong with its settings, one sentence each; asked before anything is touched, so it
   * looks at nothing but the settings.
   */
  List<String> mistakes(Settings settings);

  /** Columns of the source that it reads though the contract does not have them; they are text. */
  default List<String> columns(Settings settings) {
    return List.of();
  }

  /** Makes the step of one feed. */
  Step step(Settings settings);
}
