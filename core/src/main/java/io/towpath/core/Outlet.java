package io.towpath.core;

import org.apache.avro.generic.GenericRecord;

/** Takes the outcomes of a step: each input record ends as records, as one reject, or filtered. */
public interface Outlet {

  /** Passes a record on. */
  void record(GenericRecord record, Origin origin);

  /** Passes a reject on; the record goes no further. */
  void reject(Origin origin, Violation violation);

  /** Leaves the record out, on purpose. */
  void filter(Origin origin);
}
