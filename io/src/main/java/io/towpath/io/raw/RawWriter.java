package io.towpath.io.raw;

import java.io.Closeable;

/** Streams one object into a raw zone. Closing it without a commit leaves nothing behind. */
public interface RawWriter extends Closeable {

  /** Appends bytes. */
  void write(byte[] bytes, int offset, int length);

  /**
   * Makes the object durable and visible, once. If another attempt has created it with the same
   * bytes, that one is adopted.
   *
   * @throws io.towpath.core.TowpathException if there is an object with other bytes
   */
  RawStore.Stored commit();

  /** Drops what was not committed. */
  @Override
  void close();
}
