package io.towpath.io.files;

import io.towpath.config.Layout;
import io.towpath.core.Chunk;
import io.towpath.core.Manifest;
import io.towpath.io.raw.RawLocation;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Reads the parts of batches as chunks of whole records.
 *
 * <p><b>Bounded</b>: a reader holds a chunk, at most the longest record or Avro block; of Parquet a
 * row group as stored. <b>Guarantee</b>: the same manifests give the same chunks.
 * <b>Parallelism</b>: one reader per split. <b>Failures</b>: exit code {@code RAW_ZONE} where the
 * raw zone has other bytes than the manifest says, {@code SOURCE} where a compressed file is
 * damaged; damage within other formats costs the records that stand there.
 */
public final class RawChunks extends BoundedSource<Chunk> {
  private static final long serialVersionUID = 1L;

  private final RawLocation raw;
  private final Layout layout;
  private final List<Piece> pieces;

  private RawChunks(RawLocation raw, Layout layout, List<Piece> pieces) {
    this.raw = raw;
    this.layout = layout;
    this.pieces = pieces;
  }

  /** Reads all splits of the manifests. */
  public static RawChunks of(RawLocation raw, Layout layout, List<Manifest> manifests) {
    return new RawChunks(raw, layout, Piece.of(manifests));
  }

  @Override
  public List<RawChunks> split(long desired, PipelineOptions options) {
    List<RawChunks> all = new ArrayList<>();
    for (Piece piece : pieces) {
      all.add(new RawChunks(raw, layout, new ArrayList<>(List.of(piece))));
    }
    return all;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return pieces.stream()
        .mapToLong(piece -> FileShape.of(layout, piece.source()).unpacked(piece.size()))
        .sum();
  }

  @Override
  public Coder<Chunk> getOutputCoder() {
    return ChunkCoder.of();
  }

  @Override
  public BoundedReader<Chunk> createReader(PipelineOptions options) {
    return new ChunkReader(this, raw.open(), layout, pieces);
  }
}
