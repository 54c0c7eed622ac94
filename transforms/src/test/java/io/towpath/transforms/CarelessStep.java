package io.towpath.transforms;

import io.towpath.config.Settings;
import io.towpath.core.Step;
import java.util.List;

/** A step of a user's that does what none should: by its setting it throws, drops or doubles. */
public final class CarelessStep implements StepFactory {
  @Override
  public List<String> mistakes(Settings settings) {
    return settings.mistakes(List.of("does"), List.of());
  }

  @Override
  public List<String> columns(Settings settings) {
    return List.of("op");
  }

  @Override
  public Step step(Settings settings) {
    String does = settings.get("does");
    return schema ->
        (record, origin, outlet) -> {
          if (does.equals("throw")) {
            outlet.record(record, origin);
            throw new IllegalStateException("secret value");
          }
          if (does.equals("double")) {
            outlet.record(record, origin);
            outlet.record(record, origin);
          }
        };
  }
}
