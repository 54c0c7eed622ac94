package io.towpath.io.postgres.stage;

import io.towpath.core.OutcomeCursor;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the latest record of each key: an open-addressing table from key hashes to places in
 * blocks, without an object per record. A place is the block's number in the upper 32 bits and the
 * entry's offset in the lower.
 */
final class KeyTable {
  private static final int INITIAL_SLOTS = 1 << 12;

  private final List<byte[]> blocks;
  private long[] hashes = new long[INITIAL_SLOTS];

  /** Place + 1, so that 0 is an empty slot. */
  private long[] places = new long[INITIAL_SLOTS];

  private int size;

  /** A table over blocks that the caller adds to the list before offering their records. */
  KeyTable(List<byte[]> blocks) {
    this.blocks = blocks;
  }

  int size() {
    return size;
  }

  /** Bytes that the table takes. */
  long bytes() {
    return 16L * places.length;
  }

  /** The places of the latest records, in ascending order. */
  long[] places() {
    long[] winners = new long[size];
    int next = 0;
    for (long place : places) {
      if (place != 0) {
        winners[next++] = place - 1;
      }
    }
    Arrays.sort(winners);
    return winners;
  }

  /** Takes the record under the cursor, which is in the block of that number, if none is later. */
  void offer(int block, OutcomeCursor cursor) {
    if (size * 4L >= places.length * 3L) {
      grow();
    }
    long hash = XxHash64.hash(cursor.block(), cursor.keyOffset(), cursor.keyLength());
    long place = ((long) block << 32 | cursor.offset()) + 1;
    int slot = (int) hash & (places.length - 1);
    while (places[slot] != 0) {
      if (hashes[slot] == hash && replaceIfLater(slot, place, cursor)) {
        return;
      }
      slot = (slot + 1) & (places.length - 1);
    }
    hashes[slot] = hash;
    places[slot] = place;
    size++;
  }

  /** Returns whether the slot holds the cursor's key; then it holds the later of the two. */
  private boolean replaceIfLater(int slot, long place, OutcomeCursor cursor) {
    long held = places[slot] - 1;
    OutcomeCursor other = new OutcomeCursor(blocks.get((int) (held >>> 32)));
    other.seek((int) held);
    byte[] bytes = cursor.block();
    byte[] others = other.block();
    if (!Arrays.equals(
        bytes,
        cursor.keyOffset(),
        cursor.keyOffset() + cursor.keyLength(),
        others,
        other.keyOffset(),
        other.keyOffset() + other.keyLength())) {
      return false;
    }
    int order =
        Arrays.compareUnsigned(
            bytes,
            cursor.orderOffset(),
            cursor.orderOffset() + cursor.orderLength(),
            others,
            other.orderOffset(),
            other.orderOffset() + other.orderLength());
    if (order > 0) {
      places[slot] = place;
    }
    return true;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldPlaces = places;
    hashes = new long[oldHashes.length * 2];
    places = new long[oldPlaces.length * 2];
    for (int i = 0; i < oldPlaces.length; i++) {
      if (oldPlaces[i] != 0) {
        int slot = (int) oldHashes[i] & (places.length - 1);
        while (places[slot] != 0) {
          slot = (slot + 1) & (places.length - 1);
        }
        hashes[slot] = oldHashes[i];
        places[slot] = oldPlaces[i];
      }
    }
  }
}
