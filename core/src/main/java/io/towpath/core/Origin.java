package io.towpath.core;

/**
 * Names the place a record came from, which is also its identity: the raw zone is immutable, so the
 * same origin always yields the same bytes.
 *
 * @param batch number of the batch, counted from 1 per feed
 * @param part number of the part within its batch, counted from 0
 * @param position byte offset in the part, decompressed and as UTF-8, for text formats, ordinal of
 *     the record (counted from 0) for Avro, Parquet and JSON arrays
 * @param ordinal counts the records that one source record was expanded into, from 0
 * @param line line number counted from 1 for text formats, 0 where there are no lines
 */
public record Origin(long batch, int part, long position, int ordinal, long line) {

  /** Mixes the identity into 64 bits, so that sums over many origins show a lost or doubled one. */
  public long identity() {
    return identityOf(batch, part, position, ordinal);
  }

  /** Mixes an identity given by its terms; see {@link #identity()}. */
  public static long identityOf(long batch, int part, long position, int ordinal) {
    long mixed = mix(batch * 0x9E3779B97F4A7C15L + part);
    mixed = mix(mixed + position);
    return mix(mixed + ordinal);
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom generators). */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
