package io.towpath.transforms;

import io.towpath.core.BoundStep;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Violation;
import org.apache.avro.generic.GenericRecord;

/** Tells apart by their ordinals what one record of the source became. */
final class Numbered implements Outlet {
  private final Outlet next;
  private int outcomes;

  private Numbered(Outlet next) {
    this.next = next;
  }

  /** A step that gives the outcomes of each record the ordinals 0, 1, 2 … */
  static BoundStep outcomesOf(BoundStep step) {
    return (record, origin, outlet) -> step.apply(record, origin, new Numbered(outlet));
  }

  private Origin next(Origin origin) {
    int ordinal = outcomes++;
    return ordinal == origin.ordinal()
        ? origin
        : new Origin(origin.batch(), origin.part(), origin.position(), ordinal, origin.line());
  }

  @Override
  public void record(GenericRecord record, Origin origin) {
    next.record(record, next(origin));
  }

  @Override
  public void reject(Origin origin, Violation violation) {
    next.reject(next(origin), violation);
  }

  @Override
  public void filter(Origin origin) {
    next.filter(next(origin));
  }
}
