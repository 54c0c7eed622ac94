package io.towpath.io.files;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

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
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Cuts the time; PostgreSQL would round it, to another one. */
  public Arrival {
    modified = modified.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * The file's own name, made unlike those of its other versions: {@code
   * 20261128T061500.123456Z-a.csv}.
   */
  String nameWithTime() {
    return TIME.format(modified) + "-" + name.substring(name.lastIndexOf('/') + 1);
  }
}
