package io.towpath.core;

/** Turns the bytes of a chunk into records; what cannot be decoded becomes a reject. */
public interface Decoder {

  /** Decodes all records of the chunk, in order. Returns how many records the chunk held. */
  long decode(Chunk chunk, Outlet outlet);
}
