package io.towpath.transforms.decode;

import io.towpath.config.Feed;
import io.towpath.core.ByteSlice;
import io.towpath.core.Chunk;
import io.towpath.core.Decoder;
import io.towpath.core.EnvelopeReader;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Reason;
import io.towpath.core.Violation;

/** Decodes envelopes that each hold one JSON object. */
final class ItemDecoder implements Decoder {
  private static final Violation BROKEN =
      new Violation(
          Reason.SYNTAX, null, "bytes that are no envelope, or behind such", "whole envelopes");

  private final JsonRecords records;

  ItemDecoder(Feed feed, Columns columns) {
    records = new JsonRecords(feed, columns, "item");
  }

  @Override
  public long decode(Chunk chunk, Outlet outlet) {
    if (chunk.damage() != null) {
      return Damage.reject(chunk, chunk.damage(), outlet);
    }
    EnvelopeReader envelopes = new EnvelopeReader(chunk.bytes());
    for (long position = chunk.from(); position < chunk.to(); position++) {
      ByteSlice payload;
      try {
        payload = envelopes.next();
      } catch (IllegalArgumentException e) {
        return position - chunk.from() + Damage.reject(chunk, position, BROKEN, outlet);
      }
      Origin origin = new Origin(chunk.split().batch(), chunk.split().part(), position, 0, 0);
      int end = payload.offset() + payload.length();
      records.decode(
          payload.bytes(), payload.offset(), end, new JsonRecords.Chunked(origin, outlet));
    }
    return chunk.to() - chunk.from();
  }
}
