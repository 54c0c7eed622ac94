package io.towpath.core;

import java.io.Serializable;
import org.apache.avro.Schema;

/**
 * Declares what happens to every record: a pure function from a record to its outcomes. A step is
 * bound to a schema once, on the driver to find mistakes and on each worker to run.
 */
public interface Step extends Serializable {

  /**
   * Resolves names and types against the records that will come.
   *
   * @throws ConfigurationException if the step does not fit the schema
   */
  BoundStep bind(Schema schema);
}
