package io.towpath.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The layout of what crosses the shuffle: many outcomes of one bucket in one byte array, so that
 * the engine's price per element is paid per block and nothing is decoded on the way.
 *
 * <p>A block is entries one after another. Each begins with {@code int length} (of what follows)
 * and {@code byte kind}; numbers are big-endian. A record goes on with {@code byte operation, long
 * partition, int keyLength, int orderLength, key, order, tuple}. The order bytes end with {@code
 * long batch, int part, long position, int ordinal}, which is the record's identity.
 */
public final class OutcomeBlock {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Bytes of the origin at the end of a record's order. */
  public static final int ORIGIN_BYTES = 24;

  private static final byte RECORD = 0;
  private static final byte REJECT = 1;
  private static final byte TALLY = 2;
  private static final int RECORD_HEADER = 4 + 1 + 1 + 8 + 4 + 4;

  private OutcomeBlock() {}

  /** Appends outcomes to a block that grows; reusable after {@link #take()}. */
  public static final class Writer {
    private byte[] bytes = new byte[1024];
    private int size;

    /**
     * Appends a row.
     *
     * @param operation {@code 'U'} for an upsert or insert, {@code 'D'} for a delete
     * @param partition value of the partition column as a sortable number, 0 where there is none
     * @param key canonical key, empty where rows have none
     * @param order version order followed by the origin
     * @param tuple the row as one tuple of PostgreSQL's COPY BINARY
     */
    public void record(
        char operation, long partition, ByteSlice key, ByteSlice order, ByteSlice tuple) {
      int length = RECORD_HEADER + key.length() + order.length() + tuple.length();
      int at = reserve(length);
      INT.set(bytes, at, length - 4);
      bytes[at + 4] = RECORD;
      bytes[at + 5] = (byte) operation;
      LONG.set(bytes, at + 6, partition);
      INT.set(bytes, at + 14, key.length());
      INT.set(bytes, at + 18, order.length());
      int next = key.copyTo(bytes, at + RECORD_HEADER);
      next = order.copyTo(bytes, next);
      tuple.copyTo(bytes, next);
    }

    /** Appends a reject. */
    public void reject(Reject reject) {
      int start = begin(REJECT);
      Origin origin = reject.origin();
      putLong(origin.batch());
      putInt(origin.part());
      putLong(origin.position());
      putInt(origin.ordinal());
      putLong(origin.line());
      putText(reject.reason());
      putText(reject.column());
      putText(reject.found());
      putText(reject.expected());
      end(start);
    }

    /** Appends a tally. */
    public void tally(Tally tally) {
      int start = begin(TALLY);
      putLong(tally.split().batch());
      putInt(tally.split().part());
      putInt(tally.split().split());
      putLong(tally.from());
      putLong(tally.to());
      putInt(tally.last() ? 1 : 0);
      putLong(tally.read());
      putLong(tally.expanded());
      putLong(tally.filtered());
      putLong(tally.emitted());
      end(start);
    }

    /** Bytes so far. */
    public int size() {
      return size;
    }

    /** Returns the block and begins a new one. */
    public byte[] take() {
      byte[] block = Arrays.copyOf(bytes, size);
      size = 0;
      return block;
    }

    private int begin(byte kind) {
      int start = reserve(5);
      bytes[start + 4] = kind;
      return start;
    }

    private void end(int start) {
      INT.set(bytes, start, size - start - 4);
    }

    private void putLong(long value) {
      int at = reserve(8);
      LONG.set(bytes, at, value);
    }

    private void putInt(int value) {
      int at = reserve(4);
      INT.set(bytes, at, value);
    }

    private void putText(@Nullable String text) {
      if (text == null) {
        putInt(-1);
        return;
      }
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      putInt(encoded.length);
      int at = reserve(encoded.length);
      System.arraycopy(encoded, 0, bytes, at, encoded.length);
    }

    /** Makes room for some bytes and returns where they begin. */
    private int reserve(int length) {
      int at = size;
      int needed = Math.addExact(at, length);
      if (needed > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
      }
      size = needed;
      return at;
    }
  }

  /** Walks over the entries of a block without copying them. */
  public static final class Cursor {
    private final byte[] bytes;
    private int start;
    private int next;

    public Cursor(byte[] block) {
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
