package io.towpath.transforms;

import io.towpath.core.BoundStep;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Violation;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/** Composes bound steps into one. */
public final class Steps {
  private Steps() {}

  /** Gives each record that a step passes on to the next one, the last one's to the outlet. */
  public static BoundStep compose(List<BoundStep> steps) {
    BoundStep composed = (record, origin, outlet) -> outlet.record(record, origin);
    for (int i = steps.size() - 1; i >= 0; i--) {
      composed = i == steps.size() - 1 ? steps.get(i) : before(steps.get(i), composed);
    }
    return composed;
  }

  /** The same for steps that may make several records of one, which then differ in ordinals. */
  public static BoundStep composeExpanding(List<BoundStep> steps) {
    return Numbered.outcomesOf(compose(steps));
  }

  private static BoundStep before(BoundStep first, BoundStep rest) {
    Link link = new Link(rest);
    return (record, origin, outlet) -> {
      link.outlet = outlet;
      first.apply(record, origin, link);
    };
  }

  /** Stands between two steps; re-used, since the chain runs one record at a time in one thread. */
  private static final class Link implements Outlet {
    private final BoundStep rest;
    private Outlet outlet = NOWHERE;

    Link(BoundStep rest) {
      this.rest = rest;
    }

    @Override
    public void record(GenericRecord record, Origin origin) {
      rest.apply(record, origin, outlet);
    }

    @Override
    public void reject(Origin origin, Violation violation) {
      outlet.reject(origin, violation);
    }

    @Override
    public void filter(Origin origin) {
      outlet.filter(origin);
    }
  }

  private static final Outlet NOWHERE =
      new Outlet() {
        @Override
        public void record(GenericRecord record, Origin origin) {}

        @Override
        public void reject(Origin origin, Violation violation) {}

        @Override
        public void filter(Origin origin) {}
      };
}
