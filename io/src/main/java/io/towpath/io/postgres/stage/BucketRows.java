package io.towpath.io.postgres.stage;

import io.towpath.core.ByteAppender;
import io.towpath.core.OutcomeCursor;
import io.towpath.core.Reject;
import io.towpath.core.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Holds what a bucket's blocks said: the latest record of each key (every record where there are no
 * keys), rejects, tallies and the sum of identities. Blocks are kept as they came; where later rows
 * replaced most of them, they are written anew without the losers, so that a hot key costs nothing.
 */
final class BucketRows {
  private static final int COMPACT_BLOCK_BYTES = 4 << 20;

  private final long budget;
  private List<byte[]> blocks = new ArrayList<>();
  private KeyTable keyed = new KeyTable(blocks);
  private final List<Reject> rejects = new ArrayList<>();
  private final List<Tally> tallies = new ArrayList<>();
  private long bytes;
  private long records;
  private long keyless;
  private long identity;

  private BucketRows(long budget) {
    this.budget = budget;
  }

  /**
   * Reads the blocks once.
   *
   * @param budget bytes that what is kept may take
   * @throws BucketOverflow if it takes more
   */
  static BucketRows collect(Iterable<byte[]> blocks, long budget) {
    BucketRows rows = new BucketRows(budget);
    for (byte[] block : blocks) {
      rows.add(block);
    }
    return rows;
  }

  private void add(byte[] block) {
    int number = blocks.size();
    blocks.add(block);
    bytes += block.length;
    OutcomeCursor cursor = new OutcomeCursor(block);
    while (cursor.next()) {
      if (cursor.isRecord()) {
        records++;
        identity += cursor.identity();
        if (cursor.keyLength() == 0) {
          keyless++;
        } else {
          keyed.offer(number, cursor);
        }
      } else if (cursor.isReject()) {
        Reject reject = cursor.reject();
        identity += reject.origin().identity();
        rejects.add(reject);
      } else {
        tallies.add(cursor.tally());
      }
    }
    if (bytes + keyed.bytes() > budget) {
      compact();
    }
  }

  /** Writes the places that count into new blocks and forgets the old ones. */
  private void compact() {
    List<byte[]> old = blocks;
    long[] places = places();
    blocks = new ArrayList<>();
    keyed = new KeyTable(blocks);
    bytes = 0;
    ByteAppender next = new ByteAppender(COMPACT_BLOCK_BYTES);
    for (long place : places) {
      byte[] block = old.get((int) (place >>> 32));
      OutcomeCursor cursor = new OutcomeCursor(block);
      cursor.seek((int) place);
      next.putBytes(
          block, cursor.offset(), cursor.tupleOffset() + cursor.tupleLength() - cursor.offset());
      if (next.size() >= COMPACT_BLOCK_BYTES) {
        addCompact(next);
      }
    }
    addCompact(next);
    if (bytes + keyed.bytes() > budget / 2) {
      throw new BucketOverflow(bytes + keyed.bytes(), budget / 2);
    }
  }

  private void addCompact(ByteAppender next) {
    byte[] block = Arrays.copyOf(next.bytes(), next.size());
    next.clear();
    int number = blocks.size();
    blocks.add(block);
    bytes += block.length;
    OutcomeCursor cursor = new OutcomeCursor(block);
    while (cursor.next()) {
      if (cursor.keyLength() > 0) {
        keyed.offer(number, cursor);
      }
    }
  }

  /** Places of the rows to stage in ascending order, see {@link KeyTable}. */
  long[] places() {
    if (keyless == 0) {
      return keyed.places();
    }
    long[] all = Arrays.copyOf(keyed.places(), Math.toIntExact(keyed.size() + keyless));
    int next = keyed.size();
    for (int number = 0; number < blocks.size(); number++) {
      OutcomeCursor cursor = new OutcomeCursor(blocks.get(number));
      while (cursor.next()) {
        if (cursor.isRecord() && cursor.keyLength() == 0) {
          all[next++] = (long) number << 32 | cursor.offset();
        }
      }
    }
    Arrays.sort(all);
    return all;
  }

  /** A cursor at a place. */
  OutcomeCursor at(long place) {
    OutcomeCursor cursor = new OutcomeCursor(blocks.get((int) (place >>> 32)));
    cursor.seek((int) place);
    return cursor;
  }

  List<Reject> rejects() {
    return rejects;
  }

  List<Tally> tallies() {
    return tallies;
  }

  /** Records that a later one of the same key replaced. */
  long duplicates() {
    return records - keyless - keyed.size();
  }

  /** Sum of the identities of all records and rejects, the replaced ones included. */
  long identity() {
    return identity;
  }
}
