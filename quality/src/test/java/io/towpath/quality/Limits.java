package io.towpath.quality;

import io.towpath.contract.Field.Constraints;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds constraints with one limit each. */
final class Limits {
  private Limits() {}

  static Constraints range(
      @Nullable String minimum,
      @Nullable String maximum,
      @Nullable String above,
      @Nullable String below) {
    return new Constraints(
        minimum, maximum, above, below, null, null, null, null, null, List.of(), null, null, false,
        null);
  }

  static Constraints multipleOf(String step) {
    return new Constraints(
        null, null, null, null, step, null, null, null, null, List.of(), null, null, false, null);
  }

  static Constraints length(@Nullable Integer min, @Nullable Integer max) {
    return new Constraints(
        null, null, null, null, null, min, max, null, null, List.of(), null, null, false, null);
  }

  static Constraints pattern(String regex) {
    return new Constraints(
        null, null, null, null, null, null, null, regex, null, List.of(), null, null, false, null);
  }

  static Constraints format(String name) {
    return new Constraints(
        null, null, null, null, null, null, null, null, name, List.of(), null, null, false, null);
  }

  static Constraints allowed(String... values) {
    return new Constraints(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(values),
        null,
        null,
        false,
        null);
  }

  static Constraints items(
      @Nullable Integer min, @Nullable Integer max, boolean unique, @Nullable Constraints items) {
    return new Constraints(
        null, null, null, null, null, null, null, null, null, List.of(), min, max, unique, items);
  }
}
