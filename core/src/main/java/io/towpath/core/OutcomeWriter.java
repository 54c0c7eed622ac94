package io.towpath.core;

import static io.towpath.core.OutcomeLayout.INT;
import static io.towpath.core.OutcomeLayout.LONG;
import static io.towpath.core.OutcomeLayout.RECORD;
import static io.towpath.core.OutcomeLayout.RECORD_HEADER;
import static io.towpath.core.OutcomeLayout.REJECT;
import static io.towpath.core.OutcomeLayout.TALLY;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Appends outcomes to a block of many, which grows; reusable after {@link #take()}. */
public final class OutcomeWriter {
  private final ByteAppender out = new ByteAppender(1024);

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
    int at = out.reserve(length);
    byte[] bytes = out.bytes();
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
    out.putLong(origin.batch());
    out.putInt(origin.part());
    out.putLong(origin.position());
    out.putInt(origin.ordinal());
    out.putLong(origin.line());
    putText(reject.reason());
    putText(reject.column());
    putText(reject.found());
    putText(reject.expected());
    end(start);
  }

  /** Appends a tally. */
  public void tally(Tally tally) {
    int start = begin(TALLY);
    out.putLong(tally.split().batch());
    out.putInt(tally.split().part());
    out.putInt(tally.split().split());
    out.putLong(tally.from());
    out.putLong(tally.to());
    out.putInt(tally.last() ? 1 : 0);
    out.putLong(tally.read());
    out.putLong(tally.expanded());
    out.putLong(tally.filtered());
    out.putLong(tally.emitted());
    end(start);
  }

  /** Bytes so far. */
  public int size() {
    return out.size();
  }

  /** Returns the block and begins a new one. */
  public byte[] take() {
    byte[] block = Arrays.copyOf(out.bytes(), out.size());
    out.clear();
    return block;
  }

  private int begin(byte kind) {
    int start = out.reserve(5);
    out.setByte(start + 4, kind);
    return start;
  }

  private void end(int start) {
    out.setInt(start, out.size() - start - 4);
  }

  private void putText(@Nullable String text) {
    if (text == null) {
      out.putInt(-1);
      return;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    out.putInt(encoded.length);
    out.putBytes(encoded, 0, encoded.length);
  }
}
