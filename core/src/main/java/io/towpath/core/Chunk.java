package io.towpath.core;

import org.jspecify.annotations.Nullable;

/**
 * Carries a stretch of whole records from a reader to a decoder, about a mebibyte of them, so that
 * the engine's price per element is paid per chunk. Positions of chunks that belong to one split
 * follow each other without gaps, which is how lost chunks are noticed.
 *
 * @param split the split it is a piece of
 * @param from position of the first record (see {@link Origin#position()})
 * @param to position after the last record, the next chunk's {@code from}
 * @param firstLine line number of the first record, 0 where there are no lines
 * @param last whether this chunk ends the split
 * @param head the header line for delimited text (without its line break), the Avro schema in JSON
 *     for Avro, else null
 * @param bytes the records: lines of UTF-8 text, or Avro binary records one after another
 * @param damage what the reader found in place of the records from {@code from} to {@code to}, each
 *     of which is a reject, where positions are ordinals; null if it found the records
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere, and copying would cost the hot path
public record Chunk(
    SplitId split,
    long from,
    long to,
    long firstLine,
    boolean last,
    byte @Nullable [] head,
    byte[] bytes,
    @Nullable Violation damage) {

  /** Carries records that are whole. */
  public Chunk(
      SplitId split,
      long from,
      long to,
      long firstLine,
      boolean last,
      byte @Nullable [] head,
      byte[] bytes) {
    this(split, from, to, firstLine, last, head, bytes, null);
  }
}
