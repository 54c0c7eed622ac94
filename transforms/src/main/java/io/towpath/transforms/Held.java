package io.towpath.transforms;

import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;

/** Holds outcomes until it is known that all of them are meant. */
final class Held implements Outlet {
  private final List<Consumer<Outlet>> outcomes = new ArrayList<>();

  boolean isEmpty() {
    return outcomes.isEmpty();
  }

  void giveTo(Outlet outlet) {
    outcomes.forEach(outcome -> outcome.accept(outlet));
  }

  @Override
  public void record(GenericRecord record, Origin origin) {
    outcomes.add(outlet -> outlet.record(record, origin));
  }

  @Override
  public void reject(Origin origin, Violation violation) {
    outcomes.add(outlet -> outlet.reject(origin, violation));
  }

  @Override
  public void filter(Origin origin) {
    outcomes.add(outlet -> outlet.filter(origin));
  }
}
