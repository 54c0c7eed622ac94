package io.towpath.io.files;

import io.towpath.config.Layout;
import io.towpath.core.Chunk;
import io.towpath.io.raw.RawStore;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.BoundedSource;
import org.jspecify.annotations.Nullable;

/** Reads pieces one after another. */
final class ChunkReader extends BoundedSource.BoundedReader<Chunk> {
  private final RawChunks source;
  private final RawStore store;
  private final Layout layout;
  private final List<Piece> pieces;
  private int opened;
  private @Nullable Framing framing;
  private @Nullable Chunk current;

  ChunkReader(RawChunks source, RawStore store, Layout layout, List<Piece> pieces) {
    this.source = source;
    this.store = store;
    this.layout = layout;
    this.pieces = pieces;
  }

  @Override
  public boolean start() throws IOException {
    return advance();
  }

  @Override
  public boolean advance() throws IOException {
    while (framing != null || opened < pieces.size()) {
      current = next();
      if (current != null) {
        return true;
      }
      close();
    }
    return false;
  }

  /** The piece's next chunk, null after its last. */
  private @Nullable Chunk next() {
    try {
      Framing open = framing;
      if (open == null) {
        open = Framings.open(store, layout, pieces.get(opened++));
        framing = open;
      }
      return open.next();
    } catch (IOException e) {
      throw DamagedPart.failure(store, layout, pieces.get(opened - 1).part(), e);
    }
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
      framing = null;
    }
  }

  @Override
  public BoundedSource<Chunk> getCurrentSource() {
    return source;
  }
}
