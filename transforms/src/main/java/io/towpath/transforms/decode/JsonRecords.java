package io.towpath.transforms.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.towpath.config.Feed;
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
 * Turns JSON objects into records. Keys are matched exactly; unknown ones are ignored, missing ones
 * are null, and one that comes twice makes the object a reject.
 */
final class JsonRecords {
  private final Columns columns;
  private final Map<String, Integer> places = new HashMap<>();
  private final JsonValues values;
  private final String home;

  /** Objects that messages place in what is called so, such as a line. */
  JsonRecords(Feed feed, Columns columns, String home) {
    this.columns = columns;
    this.home = home;
    for (int i = 0; i < columns.names().size(); i++) {
      places.put(columns.names().get(i), i);
    }
    values = new JsonValues(columns, feed.decode());
  }

  /** Decodes the object that these bytes are. */
  void decode(byte[] bytes, int from, int to, Chunked at) {
    GenericData.Record record = new GenericData.Record(columns.schema());
    Violation violation = fill(record, bytes, from, to);
    if (violation == null) {
      at.outlet().record(record, at.origin());
    } else {
      at.outlet().reject(at.origin(), violation);
    }
  }

  /** Where an object comes from, and where its record goes. */
  record Chunked(Origin origin, Outlet outlet) {}

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
        return syntax("a text that does not begin with an object");
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
      return parser.nextToken() == null ? null : syntax("more than one value in the " + home);
    } catch (JsonProcessingException e) {
      return broken(e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  private Violation syntax(String found) {
    return new Violation(Reason.SYNTAX, null, found, "one JSON object per " + home);
  }

  /** Tells where the parser stopped; its message would quote the text. */
  private Violation broken(JsonProcessingException failure) {
    long at = failure.getLocation() == null ? -1 : failure.getLocation().getByteOffset();
    String where = at < 0 ? "" : " at byte " + (at + 1) + " of the " + home;
    if (JsonText.isLimit(failure)) {
      return new Violation(
          JsonText.LIMIT.reason(), null, "a limit passed" + where, JsonText.LIMIT.expected());
    }
    boolean twice = failure.getOriginalMessage().startsWith("Duplicate field");
    return syntax((twice ? "a key that comes twice" : "broken JSON") + where);
  }
}
