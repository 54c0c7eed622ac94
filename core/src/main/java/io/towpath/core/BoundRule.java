package io.towpath.core;

import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Judges records of the schema that the rule was bound to. */
@FunctionalInterface
public interface BoundRule {

  /** Returns null if the record keeps the rule, else what is wrong. */
  @Nullable Violation judge(GenericRecord record);
}
