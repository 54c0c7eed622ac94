package io.towpath.io.files;

import io.towpath.config.Layout;
import io.towpath.core.Chunk;
import io.towpath.core.SplitId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts UTF-8 text into chunks of whole lines, or of whole records where those may hold line breaks.
 * Positions are byte offsets.
 */
final class TextFraming implements Framing {
  private static final byte LINE_FEED = '\n';

  private final InputStream in;
  private final SplitId split;
  private final byte @Nullable [] head;
  private final @Nullable RecordEnds ends;
  private final int chunk;
  private byte[] carry;
  private long position;
  private long line;
  private boolean done;

  TextFraming(InputStream in, SplitId split, TextHead start, Layout layout, int chunk) {
    this.in = in;
    this.ends = RecordEnds.spansLines(layout) ? new RecordEnds(layout) : null;
    this.split = split;
    this.head = start.head();
    this.carry = start.rest();
    this.position = start.position();
    this.line = start.line();
    this.chunk = chunk;
  }

  @Override
  public @Nullable Chunk next() throws IOException {
    if (done) {
      return null;
    }
    byte[] buffer = Arrays.copyOf(carry, Math.max(chunk, carry.length));
    int filled = carry.length;
    while (true) {
      int read = in.readNBytes(buffer, filled, buffer.length - filled);
      int scanFrom = filled == carry.length ? 0 : filled;
      filled += read;
      if (filled < buffer.length) {
        done = true;
        return emit(buffer, filled, filled);
      }
      int end = lastEnd(buffer, scanFrom, filled);
      if (end > 0) {
        return emit(buffer, end, filled);
      }
      if (filled >= LONGEST_RECORD) {
        return cut(buffer);
      }
      buffer = Arrays.copyOf(buffer, Math.min(LONGEST_RECORD, buffer.length * 2));
    }
  }

  private int lastEnd(byte[] buffer, int scanFrom, int filled) {
    if (ends == null) {
      return ByteScan.last(buffer, scanFrom, filled, LINE_FEED) + 1;
    }
    int last = 0;
    for (int end = 0; end >= 0; end = ends.end(buffer, last, filled, false)) {
      last = end;
    }
    return last;
  }

  private Chunk emit(byte[] buffer, int end, int filled) {
    byte[] bytes = end == buffer.length ? buffer : Arrays.copyOf(buffer, end);
    carry = Arrays.copyOfRange(buffer, end, filled);
    long breaks = ByteScan.count(bytes, 0, end, LINE_FEED);
    return chunk(bytes, position + end, breaks);
  }

  /** Passes over the rest of a line that is too long, so that its first part can be rejected. */
  private Chunk cut(byte[] buffer) throws IOException {
    long to = position + buffer.length;
    long breaks = ByteScan.count(buffer, 0, buffer.length, LINE_FEED);
    byte[] more = new byte[chunk];
    while (true) {
      int read = in.readNBytes(more, 0, more.length);
      int end = ByteScan.first(more, 0, read, LINE_FEED) + 1;
      if (end > 0 || read < more.length) {
        int passed = end > 0 ? end : read;
        done = end == 0;
        carry = Arrays.copyOfRange(more, passed, read);
        return chunk(buffer, to + passed, end > 0 ? breaks + 1 : breaks);
      }
      to += read;
    }
  }

  private Chunk chunk(byte[] bytes, long to, long breaks) {
    Chunk next = new Chunk(split, position, to, line, done, head, bytes);
    position = to;
    line += breaks;
    return next;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
