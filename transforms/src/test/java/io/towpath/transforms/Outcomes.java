package io.towpath.transforms;

import io.towpath.core.BoundStep;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Violation;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/** Collects what steps make of records. */
public final class Outcomes implements Outlet {
  public final List<GenericRecord> records = new ArrayList<>();
  public final List<Origin> origins = new ArrayList<>();
  public final List<Violation> rejects = new ArrayList<>();
  public final List<Origin> filtered = new ArrayList<>();

  /** Runs a step on one record. */
  public static Outcomes of(BoundStep step, GenericRecord record) {
    Outcomes outcomes = new Outcomes();
    step.apply(record, new Origin(1, 0, 0, 0, 1), outcomes);
    return outcomes;
  }

  @Override
  public void record(GenericRecord record, Origin origin) {
    records.add(record);
    origins.add(origin);
  }

  @Override
  public void reject(Origin origin, Violation violation) {
    rejects.add(violation);
  }

  @Override
  public void filter(Origin origin) {
    filtered.add(origin);
  }
}
