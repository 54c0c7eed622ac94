/**
 * Holds a run's rows where no reader sees them: contract to tables, records to bytes of COPY
 * BINARY, buckets to committed parts. A part is committed once, whoever stages it and however
 * often.
 */
@NullMarked
package io.towpath.io.postgres.stage;

import org.jspecify.annotations.NullMarked;
