package io.towpath.core;

import org.apache.avro.generic.GenericRecord;

/** Runs a step on records of the schema that it was bound to; it may change the record in place. */
@FunctionalInterface
public interface BoundStep {

  /** Gives the outcomes of one record to the outlet. */
  void apply(GenericRecord record, Origin origin, Outlet outlet);
}
