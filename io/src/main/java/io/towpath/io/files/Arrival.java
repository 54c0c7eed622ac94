package io.towpath.io.files;

import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A file that a feed may take.
 *
 * @param uri where it is, as Beam's file systems name it: an absolute path or {@code s3://}
 * @param name how the ledger remembers it: below the project the path from there on, else the uri
 * @param version the ETag on S3, empty in a folder
 * @param modified when it was changed, in the microseconds that the ledger keeps
 */
public record Arrival(String uri, String name, long bytes, String version, Instant modified)
    implements Serializable {

  /** Cuts the time; PostgreSQL would round it, to another one. */
  public Arrival {
    modified = modified.truncatedTo(ChronoUnit.MICROS);
  }
}
