package io.towpath.transforms;

import io.towpath.config.Feed;
import io.towpath.config.Feed.StepDeclaration.Use;
import io.towpath.config.Plugins;
import io.towpath.config.Settings;
import io.towpath.core.BoundStep;
import io.towpath.core.Problem;
import io.towpath.core.Reason;
import io.towpath.core.Step;
import io.towpath.core.Violation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the steps of users' own, and keeps what goes wrong in one to its record. */
public final class UserSteps {
  private static final Plugins<StepFactory> FACTORIES =
      new Plugins<>(StepFactory.class, StepFactory::name);

  private UserSteps() {}

  /** What is wrong with the steps of the user's own that a feed uses. */
  public static List<Problem> problems(Feed feed) {
    return uses(feed)
        .flatMap(
            use ->
                mistakes(feed, use).stream()
                    .map(mistake -> new Problem(feed.file(), use.line(), 1, mistake)))
        .toList();
  }

  private static List<String> mistakes(Feed feed, Use use) {
    Optional<StepFactory> factory = FACTORIES.find(use.use());
    return factory.isEmpty()
        ? List.of(FACTORIES.unknown("use", use.use()))
        : factory.get().mistakes(settings(feed, use));
  }

  /** Columns of the source that only these steps read. */
  public static List<String> columns(Feed feed) {
    return uses(feed)
        .flatMap(
            use ->
                FACTORIES.find(use.use()).stream()
                    .flatMap(factory -> factory.columns(settings(feed, use)).stream()))
        .toList();
  }

  /** The step that a feed uses; {@link #problems} has found it to be there. */
  public static Step of(Feed feed, Use use) {
    Step step = FACTORIES.find(use.use()).orElseThrow().step(settings(feed, use));
    Violation failure =
        new Violation(
            Reason.EXPRESSION, null, null, "values on which the step " + use.use() + " works");
    return schema -> guarded(step.bind(schema), failure);
  }

  private static BoundStep guarded(BoundStep step, Violation failure) {
    return (record, origin, outlet) -> {
      Held outcomes = new Held();
      try {
        step.apply(record, origin, outcomes);
      } catch (RuntimeException e) {
        outlet.reject(origin, failure); // its message may hold data
        return;
      }
      if (outcomes.isEmpty()) {
        outlet.reject(origin, failure);
      } else {
        outcomes.giveTo(outlet);
      }
    };
  }

  private static Stream<Use> uses(Feed feed) {
    return feed.steps().stream().filter(Use.class::isInstance).map(Use.class::cast);
  }

  private static Settings settings(Feed feed, Use use) {
    return new Settings(feed.name(), use.with());
  }
}
