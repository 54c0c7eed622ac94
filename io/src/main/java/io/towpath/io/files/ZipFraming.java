package io.towpath.io.files;

import io.towpath.core.Chunk;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the files of an archive into chunks, each as its own format says, with a header of its own.
 * Positions go on from file to file without a gap, later headers not counted; lines are those of a
 * file.
 */
final class ZipFraming implements Framing {
  private final ZipEntries entries;
  private final Opener opener;
  private @Nullable Framing framing;
  private @Nullable Chunk held;
  private boolean begun;
  private long position = -1;
  private long shift;
  private boolean first;

  /** Opens the text of one file. */
  @FunctionalInterface
  interface Opener {
    /** The framing of a file. */
    Framing open(InputStream file) throws IOException;
  }

  ZipFraming(ZipEntries entries, Opener opener) {
    this.entries = entries;
    this.opener = opener;
  }

  /** Holds a chunk back until it is known whether there is another. */
  @Override
  public @Nullable Chunk next() throws IOException {
    if (!begun) {
      begun = true;
      held = read();
    }
    Chunk next = held;
    if (next == null) {
      return null;
    }
    held = read();
    return ending(next, held == null);
  }

  private static Chunk ending(Chunk chunk, boolean last) {
    return new Chunk(
        chunk.split(),
        chunk.from(),
        chunk.to(),
        chunk.firstLine(),
        last,
        chunk.head(),
        chunk.bytes(),
        chunk.damage());
  }

  private @Nullable Chunk read() throws IOException {
    while (true) {
      Chunk chunk = framing == null ? null : framing.next();
      if (chunk != null) {
        return placed(chunk);
      }
      if (entries.nextEntry() == null) {
        return null;
      }
      framing = opener.open(entries.entry());
      first = true;
    }
  }

  private Chunk placed(Chunk chunk) {
    if (first) {
      shift = position < 0 ? 0 : position - chunk.from();
      first = false;
    }
    position = chunk.to() + shift;
    return new Chunk(
        chunk.split(),
        chunk.from() + shift,
        position,
        chunk.firstLine(),
        chunk.last(),
        chunk.head(),
        chunk.bytes(),
        chunk.damage());
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
