package io.towpath.io.files;

import io.towpath.core.Chunk;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cuts one split into chunks of whole records, lazily; the last one says so, and may be empty. */
interface Framing extends Closeable {
  /** About how many bytes a chunk has. */
  int CHUNK = 1 << 20;

  /** A record is cut after so many bytes, and no decoder takes one that long. */
  int LONGEST_RECORD = 1 << 26;

  /** The next chunk, null after the last. */
  @Nullable Chunk next() throws IOException;
}
