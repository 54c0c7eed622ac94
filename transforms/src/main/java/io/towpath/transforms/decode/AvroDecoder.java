package io.towpath.transforms.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.Feed;
import io.towpath.core.Chunk;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Reason;
import io.towpath.core.Violation;
import io.towpath.transforms.value.Refusal;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Avro binary records of the writer's schema, which is the chunk's head. Fields are matched
 * by name as CSV headers are, and converted by {@link AvroText}.
 */
final class AvroDecoder implements io.towpath.core.Decoder {
  private static final String WHOLE = "a block of whole records of the file's schema";
  private static final Violation BROKEN =
      new Violation(Reason.SYNTAX, null, "bytes that are no record, or behind such", WHOLE);
  private static final Violation SURPLUS =
      new Violation(Reason.SYNTAX, null, "bytes behind the last record of a block", WHOLE);

  private final Columns columns;
  private final AvroText text;
  private byte[] head = new byte[0];
  private @Nullable Writer writer;

  AvroDecoder(Feed feed, Columns columns) {
    this.columns = columns;
    text = new AvroText(feed, columns);
  }

  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Writer(
      FileColumns columns, Schema[] fields, GenericDatumReader<GenericRecord> reader) {}

  @Override
  public long decode(Chunk chunk, Outlet outlet) {
    if (chunk.damage() != null) {
      return Damage.reject(chunk, chunk.damage(), outlet);
    }
    Writer file = writer(chunk);
    BinaryDecoder binary = DecoderFactory.get().binaryDecoder(chunk.bytes(), null);
    Decoder careful = new CarefulDecoder(binary, chunk.bytes().length);
    GenericRecord read = null;
    for (long position = chunk.from(); position < chunk.to(); position++) {
      try {
        read = file.reader().read(read, careful);
      } catch (IOException | RuntimeException e) {
        return position - chunk.from() + Damage.reject(chunk, position, BROKEN, outlet);
      }
      decode(file, read, origin(chunk, position, 0), outlet);
    }
    return chunk.to() - chunk.from() + surplus(chunk, binary, outlet);
  }

  /** Bytes behind the last record are a reject of their own: the block is not what it says. */
  private static long surplus(Chunk chunk, BinaryDecoder binary, Outlet outlet) {
    try {
      if (binary.isEnd()) {
        return 0;
      }
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
    outlet.reject(origin(chunk, chunk.to() - 1, 1), SURPLUS);
    return 1;
  }

  private static Origin origin(Chunk chunk, long position, int ordinal) {
    return new Origin(chunk.split().batch(), chunk.split().part(), position, ordinal, 0);
  }

  private void decode(Writer file, GenericRecord read, Origin origin, Outlet outlet) {
    Violation fault = file.columns().fault();
    if (fault != null) {
      outlet.reject(origin, fault);
      return;
    }
    GenericData.Record record = new GenericData.Record(columns.schema());
    int[] targets = file.columns().targets();
    for (int field = 0; field < targets.length; field++) {
      int target = targets[field];
      Object value =
          target < 0 ? null : text.convert(read.get(field), file.fields()[field], target);
      if (value instanceof Refusal refusal) {
        outlet.reject(
            origin,
            new Violation(
                refusal.reason(),
                columns.names().get(target),
                Excerpt.of(String.valueOf(read.get(field))),
                refusal.expected()));
        return;
      }
      if (value != null) {
        record.put(target, value);
      }
    }
    outlet.record(record, origin);
  }

  private Writer writer(Chunk chunk) {
    byte[] newHead = Objects.requireNonNull(chunk.head(), "an Avro chunk without its schema");
    Writer known = writer;
    if (known == null || !Arrays.equals(head, newHead)) {
      Schema schema = new Schema.Parser().parse(new String(newHead, UTF_8));
      known =
          new Writer(
              FileColumns.match(
                  schema.getFields().stream().map(Schema.Field::name).toList(),
                  columns.names(),
                  columns.own()),
              schema.getFields().stream().map(Schema.Field::schema).toArray(Schema[]::new),
              new GenericDatumReader<>(schema));
      writer = known;
      head = newHead;
    }
    return known;
  }
}
