package io.towpath.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The layout of what crosses the shuffle: many outcomes of one bucket in one byte array, so that
 * the engine's price per element is paid per block and nothing is decoded on the way.
 *
 * <p>A block is entries one after another. Each begins with {@code int length} (of what follows)
 * and {@code byte kind}; numbers are big-endian. A record goes on with {@code byte operation, long
 * partition, int keyLength, int orderLength, key, order, tuple}. The order bytes end with {@code
 * long batch, int part, long position, int ordinal}, which is the record's identity.
 */
final class OutcomeLayout {
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Bytes of the origin at the end of a record's order. */
  static final int ORIGIN_BYTES = 24;

  static final byte RECORD = 0;
  static final byte REJECT = 1;
  static final byte TALLY = 2;
  static final int RECORD_HEADER = 4 + 1 + 1 + 8 + 4 + 4;

  private OutcomeLayout() {}
}
