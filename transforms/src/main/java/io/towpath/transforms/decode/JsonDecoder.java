package io.towpath.transforms.decode;

import io.towpath.config.Feed;
import io.towpath.core.Chunk;
import io.towpath.core.Decoder;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;

/** Decodes lines that each hold one JSON object. */
final class JsonDecoder implements Decoder {
  private final JsonRecords records;
  private final boolean ordinals;

  JsonDecoder(Feed feed, Columns columns) {
    records = new JsonRecords(feed, columns, "line");
    ordinals = feed.layout().format() != Feed.Format.NDJSON;
  }

  @Override
  public long decode(Chunk chunk, Outlet outlet) {
    if (chunk.damage() != null) {
      return Damage.reject(chunk, chunk.damage(), outlet);
    }
    if (Limits.isCut(chunk)) {
      return Limits.rejectCut(chunk, outlet);
    }
    byte[] bytes = chunk.bytes();
    long count = 0;
    long line = chunk.firstLine();
    int at = 0;
    while (at < bytes.length) {
      int end = endOfLine(bytes, at);
      if (!isBlank(bytes, at, end)) {
        long position = chunk.from() + (ordinals ? count : at);
        Origin origin = new Origin(chunk.split().batch(), chunk.split().part(), position, 0, line);
        records.decode(bytes, at, end, new JsonRecords.Chunked(origin, outlet));
        count++;
      }
      line += end < bytes.length && bytes[end] == '\n' && line > 0 ? 1 : 0;
      at = end + 1;
    }
    return count;
  }

  /** No JSON text holds a raw CR but between tokens, so that CR ends a line as LF does. */
  private static int endOfLine(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] != ' ' && bytes[at] != '\t') {
        return false;
      }
    }
    return true;
  }
}
