package io.towpath.io.postgres.stage;

import io.towpath.core.ByteAppender;
import io.towpath.core.ByteSlice;
import io.towpath.core.Origin;
import io.towpath.core.SplitId;

/**
 * Tells which bucket an outcome belongs to: a pure function of the record's key, its origin or its
 * split, so that a recomputed shuffle sends everything where it went before.
 */
public final class Buckets {

  private Buckets() {}

  /** The bucket of a record with a key. */
  public static int ofKey(ByteSlice key, int buckets) {
    return of(XxHash64.hash(key.bytes(), key.offset(), key.length()), buckets);
  }

  /**
   * The bucket of a reject, and of a record without key: a split of any size is spread over all.
   */
  public static int ofOrigin(Origin origin, int buckets) {
    return of(origin.identity(), buckets);
  }

  /** The bucket of a split's tallies, which are added up there. */
  public static int ofSplit(SplitId split, int buckets) {
    ByteAppender identity = new ByteAppender(16);
    identity.putLong(split.batch());
    identity.putInt(split.part());
    identity.putInt(split.split());
    return ofKey(identity.slice(), buckets);
  }

  /** Uses the upper bits; the lower ones spread the keys of one bucket over a hash table. */
  private static int of(long hash, int buckets) {
    return (int) (((hash >>> 32) * buckets) >>> 32);
  }
}
