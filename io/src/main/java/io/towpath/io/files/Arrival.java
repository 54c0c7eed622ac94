package io.towpath.io.files;

import java.io.Serializable;
import java.time.Instant;

/**
 * A file that a feed may take.
 *
 * @param uri where it is, as Beam's file systems name it: an absolute path or {@code s3://}
 * @param name how the ledger remembers it: below the project the path from there on, else the uri
 * @param version the ETag on S3, empty in a folder
 */
public record Arrival(String uri, String name, long bytes, String version, Instant modified)
    implements Serializable {}
