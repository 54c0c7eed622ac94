package io.towpath.io.files;

import io.towpath.config.Feed;
import io.towpath.core.Chunk;
import io.towpath.core.Manifest;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.raw.RawStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

@SuppressWarnings("serial")
public final class RawChunks extends BoundedSource<Chunk> {
  private static final long serialVersionUID = 1L;
  private final RawLocation raw;
  private final Feed.Files files;
  private final List<Piece> pieces;

  private RawChunks(RawLocation raw, Feed.Files files, List<Piece> pieces) {
    this.raw = raw;
    this.files = files;
    this.pieces = pieces;
  }

  public static RawChunks of(RawLocation raw, Feed.Files files, List<Manifest> manifests) {
    return new RawChunks(raw, files, Piece.of(manifests));
  }

  @Override
  public List<RawChunks> split(long desired, PipelineOptions options) {
    List<RawChunks> all = new ArrayList<>();
    for (Piece piece : pieces) {
      all.add(new RawChunks(raw, files, new ArrayList<>(List.of(piece))));
    }
    return all;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return pieces.stream().mapToLong(Piece::size).sum();
  }

  @Override
  public Coder<Chunk> getOutputCoder() {
    return ScratchChunkCoder.of();
  }

  @Override
  public BoundedReader<Chunk> createReader(PipelineOptions options) {
    return new Reader(this);
  }

  static final class Reader extends BoundedReader<Chunk> {
    private final RawChunks source;
    private int next;
    private Framing framing;
    private Chunk current;

    Reader(RawChunks source) {
      this.source = source;
    }

    @Override
    public boolean start() throws IOException {
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      while (true) {
        if (framing != null) {
          current = framing.next();
          if (current != null) {
            return true;
          }
          framing.close();
          framing = null;
        }
        if (next == source.pieces.size()) {
          return false;
        }
        framing = open(source.pieces.get(next++));
      }
    }

    private Framing open(Piece piece) throws IOException {
      RawStore store = source.raw.open();
      boolean gzip = piece.source().endsWith(".gz");
      InputStream in = store.open(piece.part(), 0, piece.bytes());
      if (gzip) {
        in = new GZIPInputStream(in, 1 << 16);
      }
      TextHead head = TextHead.read(in, source.files, piece.source());
      if (piece.from() > 0) {
        in.close();
        InputStream there = store.open(piece.part(), piece.from(), piece.to());
        return new TextFraming(
            there,
            piece.id(),
            new TextHead(head.head(), piece.from(), piece.firstLine(), new byte[0]),
            Framing.CHUNK);
      }
      if (!gzip && piece.to() < piece.bytes()) {
        in.close();
        InputStream there = store.open(piece.part(), head.position(), piece.to());
        return new TextFraming(
            there,
            piece.id(),
            new TextHead(head.head(), head.position(), head.line(), new byte[0]),
            Framing.CHUNK);
      }
      return new TextFraming(in, piece.id(), head, Framing.CHUNK);
    }

    @Override
    public Chunk getCurrent() {
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current;
    }

    @Override
    public void close() throws IOException {
      if (framing != null) {
        framing.close();
      }
    }

    @Override
    public BoundedSource<Chunk> getCurrentSource() {
      return source;
    }
  }
}
