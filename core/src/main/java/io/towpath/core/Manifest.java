package io.towpath.core;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commits a batch: the JSON object {@code <feed>/manifests/<batch, 12 digits>.json} of the raw
 * zone, created once and never changed.
 *
 * @param feed name of the feed
 * @param batch number of the batch, without gaps from 1
 * @param attempt random name of the land run that won; its parts lie below {@code
 *     <feed>/parts/<batch>/<attempt>/}
 * @param landedAt when the land run began
 * @param parts the immutable parts, numbered from 0
 * @param slice the range of the source that they cover, null where the source has no cursor
 */
public record Manifest(
    String feed,
    long batch,
    String attempt,
    Instant landedAt,
    List<Part> parts,
    @Nullable Slice slice) {

  /**
   * What a batch covers of a source that is read from a cursor on.
   *
   * @param from where it begins, in the source's own words; null for the beginning
   * @param to where it ends
   * @param cursor where the next batch begins; a backfill leaves it where it was
   * @param consistent whether all parts show the source at one moment
   */
  public record Slice(
      @Nullable String from, String to, @Nullable String cursor, boolean consistent) {}

  /**
   * One file of the batch: what the source gave, byte for byte where it gave files.
   *
   * @param part number within the batch
   * @param path where it lies, relative to the raw zone
   * @param source where it came from, as a URI or path
   * @param bytes size as stored
   * @param crc32c checksum of the stored bytes
   * @param version the store's version or ETag, which every read asks for; empty in a folder
   * @param sourceVersion the source's own version or ETag, empty where it has none
   * @param sourceModified when the source changed it last
   * @param splits independently readable pieces, in order; they cover the part
   * @param records how many it holds, {@link #UNCOUNTED} where nobody counted them
   */
  public record Part(
      int part,
      String path,
      String source,
      long bytes,
      long crc32c,
      String version,
      String sourceVersion,
      Instant sourceModified,
      List<Split> splits,
      long records) {
    /** Stands for a number of records that is not known. */
    public static final long UNCOUNTED = -1;

    /** A part whose records nobody counted. */
    public Part(
        int part,
        String path,
        String source,
        long bytes,
        long crc32c,
        String version,
        String sourceVersion,
        Instant sourceModified,
        List<Split> splits) {
      this(
          part,
          path,
          source,
          bytes,
          crc32c,
          version,
          sourceVersion,
          sourceModified,
          splits,
          UNCOUNTED);
    }

    /** The same part under another number. */
    public Part numbered(int number) {
      return new Part(
          number,
          path,
          source,
          bytes,
          crc32c,
          version,
          sourceVersion,
          sourceModified,
          splits,
          records);
    }
  }

  /**
   * A piece of a part.
   *
   * @param split number within the part
   * @param from first byte, which begins a record
   * @param to byte after the last; equals the part's size for the last one
   * @param firstLine line number at {@code from}, counted from 1; number of the record in Avro
   */
  public record Split(int split, long from, long to, long firstLine) {}
}
