package io.towpath.transforms.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.core.Chunk;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.SplitId;
import io.towpath.core.Violation;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Collects what a decoder makes of some bytes. */
final class Decoded implements Outlet {
  final List<GenericRecord> records = new ArrayList<>();
  final List<Violation> rejects = new ArrayList<>();
  final List<Origin> origins = new ArrayList<>();
  final List<Origin> rejectOrigins = new ArrayList<>();
  long count;

  /** Decodes lines of text; the first is the header if the dialect has one. */
  static Decoded text(Feeds feeds, String text) {
    return bytes(feeds, text.getBytes(UTF_8));
  }

  static Decoded bytes(Feeds feeds, byte[] bytes) {
    int end = 0;
    byte[] head = null;
    if (feeds.build().layout().dialect().header()
        && feeds.build().layout().format() == io.towpath.config.Feed.Format.CSV) {
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      head = java.util.Arrays.copyOf(bytes, end);
      end = Math.min(end + 1, bytes.length);
    }
    byte[] body = java.util.Arrays.copyOfRange(bytes, end, bytes.length);
    return chunk(
        feeds,
        new Chunk(new SplitId(1, 0, 0), end, bytes.length, head == null ? 1 : 2, true, head, body));
  }

  static Decoded chunk(Feeds feeds, Chunk chunk) {
    Decoded decoded = new Decoded();
    decoded.count = Decoders.of(feeds.build(), feeds.schema()).decode(chunk, decoded);
    return decoded;
  }

  /** Values of each record, in order. */
  List<List<Object>> rows() {
    List<List<Object>> rows = new ArrayList<>();
    for (GenericRecord record : records) {
      List<Object> row = new ArrayList<>();
      for (int i = 0; i < record.getSchema().getFields().size(); i++) {
        row.add(((GenericData.Record) record).get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  List<String> reasons() {
    return rejects.stream().map(v -> v.reason().code()).toList();
  }

  @Override
  public void record(GenericRecord record, Origin origin) {
    records.add(record);
    origins.add(origin);
  }

  @Override
  public void reject(Origin origin, Violation violation) {
    rejects.add(violation);
    rejectOrigins.add(origin);
  }

  @Override
  public void filter(Origin origin) {
    throw new AssertionError("a decoder filters nothing");
  }

  /** Counts records, which a list of would not fit in memory, and keeps rejects. */
  @SuppressWarnings("ArrayRecordComponent") // a counter, compared nowhere
  record Counting(long[] passed, Decoded rejects) implements Outlet {
    @Override
    public void record(GenericRecord record, Origin origin) {
      passed[0]++;
    }

    @Override
    public void reject(Origin origin, Violation violation) {
      rejects.reject(origin, violation);
    }

    @Override
    public void filter(Origin origin) {
      rejects.filter(origin);
    }
  }
}
