package io.towpath.io.files;

import io.towpath.core.Chunk;
import io.towpath.core.Reason;
import io.towpath.core.SplitId;
import io.towpath.core.Violation;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an Avro file block by block: a chunk is a block; positions are ordinals. A block that
 * cannot be unpacked costs the records it announces; where not even the blocks' frame holds, all up
 * to the next sync marker is one reject; without a header the file is one.
 */
final class AvroFraming implements Framing {
  private static final byte[] NOTHING = new byte[0];

  /**
   * A block that announces more and cannot be unpacked is one reject: its count is no more to be
   * trusted than its records.
   */
  private static final long MOST_RECORDS = 1 << 17;

  private final ByteWindow window;
  private final SplitId split;
  private @Nullable AvroHeader header;
  private long ordinal;
  private boolean done;

  AvroFraming(InputStream in, SplitId split) {
    this.window = new ByteWindow(in);
    this.split = split;
  }

  /** The blocks from a record on, of a file whose header was read before. */
  AvroFraming(InputStream in, SplitId split, AvroHeader header, long ordinal) {
    this(in, split);
    this.header = header;
    this.ordinal = ordinal;
  }

  @Override
  public @Nullable Chunk next() throws IOException {
    if (done) {
      return null;
    }
    AvroHeader known = header;
    if (known == null) {
      if (!window.has(1)) {
        done = true;
        return new Chunk(split, 0, 0, 0, true, null, NOTHING, broken("an empty file"));
      }
      try {
        known = AvroHeader.read(window);
        header = known;
      } catch (AvroHeader.Broken e) {
        done = true;
        return damaged(1, broken(String.valueOf(e.getMessage())));
      }
    }
    Chunk block = null;
    while (block == null && window.has(1)) {
      block = block(known);
    }
    if (block != null) {
      return block;
    }
    done = true;
    return records(0, known.schema(), NOTHING);
  }

  /** The block at the window's start, null if it holds nothing. */
  private @Nullable Chunk block(AvroHeader known) throws IOException {
    AvroVarints varints = new AvroVarints(window, 0);
    long count = varints.next();
    long size = varints.next();
    int start = varints.offset();
    if (count < 0 || size < 0) {
      return passOver(known, broken("a block whose beginning is damaged"));
    }
    if (size > LONGEST_RECORD) {
      return passOver(
          known,
          new Violation(
              Reason.LIMIT,
              null,
              "a block of " + size + " bytes",
              "blocks of at most " + LONGEST_RECORD + " bytes"));
    }
    if (!window.startsWith(start + (int) size, known.sync())) {
      return passOver(known, broken("a block that does not end where it says"));
    }
    byte[] packed = window.copy(start, (int) size);
    window.skip(start + (int) size + known.sync().length);
    return count == 0 ? null : unpack(known, count, packed);
  }

  private Chunk unpack(AvroHeader known, long count, byte[] packed) {
    byte[] bytes;
    try {
      bytes = known.codec().unpack(packed, LONGEST_RECORD);
    } catch (IOException | RuntimeException e) {
      return damaged(count > MOST_RECORDS ? 1 : count, broken("a block that cannot be unpacked"));
    }
    if (count > bytes.length) {
      return damaged(1, broken("a block that announces more records than it has bytes"));
    }
    return records(count, known.schema(), bytes);
  }

  private Chunk passOver(AvroHeader known, Violation damage) throws IOException {
    window.skipPast(known.sync());
    return damaged(1, damage);
  }

  private Chunk records(long count, byte[] schema, byte[] bytes) {
    long from = ordinal;
    ordinal += count;
    return new Chunk(split, from, ordinal, 0, done, schema, bytes);
  }

  private Chunk damaged(long count, Violation damage) {
    long from = ordinal;
    ordinal += count;
    return new Chunk(split, from, ordinal, 0, done, null, NOTHING, damage);
  }

  private static Violation broken(String found) {
    return new Violation(Reason.SYNTAX, null, found, "an Avro file, with whole blocks");
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
