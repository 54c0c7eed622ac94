package io.towpath.core;

import static io.towpath.core.OutcomeLayout.INT;
import static io.towpath.core.OutcomeLayout.LONG;
import static io.towpath.core.OutcomeLayout.ORIGIN_BYTES;
import static io.towpath.core.OutcomeLayout.RECORD;
import static io.towpath.core.OutcomeLayout.RECORD_HEADER;
import static io.towpath.core.OutcomeLayout.REJECT;
import static io.towpath.core.OutcomeLayout.TALLY;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Walks over the entries of a block of outcomes without copying them. */
public final class OutcomeCursor {
  private final byte[] bytes;
  private int start;
  private int next;

  public OutcomeCursor(byte[] block) {
    this.bytes = block;
  }

  /** Moves to an entry whose offset {@link #offset()} gave before. */
  public void seek(int offset) {
    start = offset;
    next = offset + 4 + (int) INT.get(bytes, offset);
  }

  /** Moves to the next entry; false at the end. */
  public boolean next() {
    if (next >= bytes.length) {
      return false;
    }
    seek(next);
    return true;
  }

  /** The bytes under the cursor: the whole block. */
  public byte[] block() {
    return bytes;
  }

  /** Where the entry begins in the block. */
  public int offset() {
    return start;
  }

  public boolean isRecord() {
    return bytes[start + 4] == RECORD;
  }

  public boolean isReject() {
    return bytes[start + 4] == REJECT;
  }

  public boolean isTally() {
    return bytes[start + 4] == TALLY;
  }

  /** Operation of a record. */
  public char operation() {
    return (char) bytes[start + 5];
  }

  /** Partition value of a record. */
  public long partition() {
    return (long) LONG.get(bytes, start + 6);
  }

  public int keyOffset() {
    return start + RECORD_HEADER;
  }

  public int keyLength() {
    return (int) INT.get(bytes, start + 14);
  }

  public int orderOffset() {
    return keyOffset() + keyLength();
  }

  public int orderLength() {
    return (int) INT.get(bytes, start + 18);
  }

  public int tupleOffset() {
    return orderOffset() + orderLength();
  }

  public int tupleLength() {
    return next - tupleOffset();
  }

  /** Origin of a record; its line is not kept and is 0. */
  public Origin origin() {
    int at = tupleOffset() - ORIGIN_BYTES;
    return new Origin(
        (long) LONG.get(bytes, at),
        (int) INT.get(bytes, at + 8),
        (long) LONG.get(bytes, at + 12),
        (int) INT.get(bytes, at + 20),
        0);
  }

  /** Identity of a record, see {@link Origin#identity()}. */
  public long identity() {
    int at = tupleOffset() - ORIGIN_BYTES;
    return Origin.identityOf(
        (long) LONG.get(bytes, at),
        (int) INT.get(bytes, at + 8),
        (long) LONG.get(bytes, at + 12),
        (int) INT.get(bytes, at + 20));
  }

  /** The reject under the cursor. */
  public Reject reject() {
    Reader in = new Reader(bytes, start + 5);
    Origin origin =
        new Origin(in.readLong(), in.readInt(), in.readLong(), in.readInt(), in.readLong());
    String reason = in.readRequiredText();
    return new Reject(origin, reason, in.readText(), in.readText(), in.readRequiredText());
  }

  /** The tally under the cursor. */
  public Tally tally() {
    Reader in = new Reader(bytes, start + 5);
    SplitId split = new SplitId(in.readLong(), in.readInt(), in.readInt());
    return new Tally(
        split,
        in.readLong(),
        in.readLong(),
        in.readInt() == 1,
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }

  /** Reads the fields of an entry one after another. */
  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    long readLong() {
      at += 8;
      return (long) LONG.get(bytes, at - 8);
    }

    int readInt() {
      at += 4;
      return (int) INT.get(bytes, at - 4);
    }

    @Nullable String readText() {
      int length = readInt();
      if (length < 0) {
        return null;
      }
      at += length;
      return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    String readRequiredText() {
      String text = readText();
      if (text == null) {
        throw new IllegalStateException("a reject without reason or expectation");
      }
      return text;
    }
  }
}
