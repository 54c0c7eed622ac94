package io.towpath.core;

import java.io.Serializable;
import org.apache.avro.Schema;

/** Judges one record. Pure; bound to a schema once. */
public interface Rule extends Serializable {

  /** Resolves the columns it speaks of. */
  BoundRule bind(Schema schema);
}
