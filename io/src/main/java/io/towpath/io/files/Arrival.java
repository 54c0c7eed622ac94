package io.towpath.io.files;

import java.io.Serializable;
import java.time.Instant;

/**
 * A file that a feed may take.
 *
 * @param uri where it is, as Beam's file systems name it
 * @param name how the ledger remembers it
 * @param version of the store, empty where it has none
 */
public record Arrival(String uri, String name, long bytes, String version, Instant modified)
    implements Serializable {}
