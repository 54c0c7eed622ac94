package io.towpath.transforms.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.towpath.config.Feed;
import io.towpath.core.Chunk;
import io.towpath.core.Decoder;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Reason;
import io.towpath.core.Violation;
import io.towpath.transforms.value.JsonText;
import io.towpath.transforms.value.Utf8;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Decodes lines that each hold one JSON object. Keys are matched exactly; unknown ones are ignored,
 * missing ones are null, and one that comes twice makes the line a reject.
 */
final class JsonDecoder implements Decoder {
  private final Columns columns;
  private final Map<String, Integer> places = new HashMap<>();
  private final JsonValues values;
  private final boolean ordinals;

  JsonDecoder(Feed feed, Columns columns) {
    this.columns = columns;
    for (int i = 0; i < columns.names().size(); i++) {
      places.put(columns.names().get(i), i);
    }
    values = new JsonValues(columns, feed.decode());
    ordinals = feed.layout().format() == Feed.Format.JSON;
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
        decode(bytes, at, end, origin, outlet);
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

  private void decode(byte[] bytes, int from, int to, Origin origin, Outlet outlet) {
    GenericData.Record record = new GenericData.Record(columns.schema());
    Violation violation = fill(record, bytes, from, to);
    if (violation == null) {
      outlet.record(record, origin);
    } else {
      outlet.reject(origin, violation);
    }
  }

  private @Nullable Violation fill(GenericData.Record record, byte[] bytes, int from, int to) {
    if (to - from >= Limits.MAX_RECORD_BYTES) {
      return Limits.tooLong();
    }
    int invalid = Utf8.firstInvalid(bytes, from, to);
    if (invalid >= 0) {
      return NotText.at(bytes, from, invalid, null);
    }
    try (JsonParser parser = JsonText.parser(bytes, from, to)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return syntax("a line that does not begin with an object");
      }
      values.start(parser, bytes, from);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        Integer place = places.get(parser.currentName());
        parser.nextToken();
        if (place == null) {
          parser.skipChildren();
          continue;
        }
        Violation violation = values.read(record, place);
        if (violation != null) {
          return violation;
        }
      }
      return parser.nextToken() == null ? null : syntax("more than one value on the line");
    } catch (JsonProcessingException e) {
      return broken(e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  private static Violation syntax(String found) {
    return new Violation(Reason.SYNTAX, null, found, "one JSON object on each line");
  }

  /** Tells where the parser stopped; its message would quote the line. */
  private static Violation broken(JsonProcessingException failure) {
    long at = failure.getLocation() == null ? -1 : failure.getLocation().getByteOffset();
    String where = at < 0 ? "" : " at byte " + (at + 1) + " of the line";
    if (JsonText.isLimit(failure)) {
      return new Violation(
          JsonText.LIMIT.reason(), null, "a limit passed" + where, JsonText.LIMIT.expected());
    }
    boolean twice = failure.getOriginalMessage().startsWith("Duplicate field");
    return syntax((twice ? "a key that comes twice" : "broken JSON") + where);
  }
}
