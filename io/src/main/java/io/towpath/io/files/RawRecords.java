package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.Layout;
import io.towpath.core.ByteSlice;
import io.towpath.core.Chunk;
import io.towpath.core.EnvelopeReader;
import io.towpath.core.Manifest;
import io.towpath.io.raw.RawStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Fetches single records from the raw zone, for people to look at.
 *
 * <p><b>Bounded</b>: a chunk is held. <b>Guarantee</b>: the bytes are those that the record was
 * decoded from. <b>Parallelism</b>: none; a part is read from its beginning. <b>Failures</b>: as
 * {@link RawChunks} has them.
 */
public final class RawRecords {
  /** Nobody reads on. */
  private static final int LONGEST = 1 << 16;

  private RawRecords() {}

  /**
   * The record at a position as text: its line, its element of a JSON array, an API's item, or as
   * JSON. Empty where the file is damaged.
   */
  public static String fetch(RawStore store, Layout layout, Manifest.Part part, long position) {
    try {
      if (Codec.of(layout, part.source()) == Codec.ZIP) {
        return record(store, layout, part, position);
      }
      return switch (layout.format()) {
        case CSV, FIXED, NDJSON -> line(store, layout, part, position);
        case JSON, XML, XLSX, AVRO, PARQUET, ITEMS -> record(store, layout, part, position);
      };
    } catch (IOException e) {
      throw DamagedPart.failure(store, layout, part, e);
    }
  }

  private static String line(RawStore store, Layout layout, Manifest.Part part, long position)
      throws IOException {
    try (InputStream in = from(position, store, layout, part)) {
      byte[] bytes = in.readNBytes(LONGEST);
      int end = new RecordEnds(layout).end(bytes, 0, bytes.length, true);
      return new String(bytes, 0, end, UTF_8).stripTrailing();
    }
  }

  /** What was split is plain UTF-8, so that nothing before the position has to be read. */
  private static InputStream from(long position, RawStore store, Layout layout, Manifest.Part part)
      throws IOException {
    if (part.splits().size() > 1) {
      return store.open(part, position, part.bytes());
    }
    InputStream in = PartText.open(store, layout, part);
    in.skipNBytes(position);
    return in;
  }

  private static String record(RawStore store, Layout layout, Manifest.Part part, long position)
      throws IOException {
    Piece piece = Piece.of(0, part, new Manifest.Split(0, 0, part.bytes(), 0));
    try (Framing framing = Framings.open(store, layout, piece)) {
      Chunk chunk = framing.next();
      while (chunk != null && chunk.to() <= position) {
        chunk = framing.next();
      }
      if (chunk == null || chunk.damage() != null) {
        return "";
      }
      int index = (int) (position - chunk.from());
      return switch (layout.format()) {
        case XLSX, CSV, FIXED, NDJSON -> row(chunk, index, layout);
        case JSON, XML -> new String(chunk.bytes(), UTF_8).split("\n", -1)[index];
        case ITEMS -> item(chunk, index);
        case AVRO, PARQUET -> avro(chunk, index);
      };
    }
  }

  /** Its line; of a sheet its cells as CSV. */
  private static String row(Chunk chunk, int from, Layout layout) {
    byte[] bytes = chunk.bytes();
    int end = new RecordEnds(layout).end(bytes, from, bytes.length, true);
    return new String(bytes, from, end - from, UTF_8).stripTrailing();
  }

  /** The very bytes that an API sent. */
  private static String item(Chunk chunk, int index) {
    EnvelopeReader envelopes = new EnvelopeReader(chunk.bytes());
    try {
      ByteSlice payload = envelopes.next();
      for (int i = 0; i < index; i++) {
        payload = envelopes.next();
      }
      return new String(payload.bytes(), payload.offset(), payload.length(), UTF_8);
    } catch (IllegalArgumentException e) {
      return ""; // the decoder rejected it for that
    }
  }

  private static String avro(Chunk chunk, int index) {
    byte[] head = Objects.requireNonNull(chunk.head(), "an Avro chunk without its schema");
    GenericDatumReader<GenericRecord> reader =
        new GenericDatumReader<>(new Schema.Parser().parse(new String(head, UTF_8)));
    BinaryDecoder binary = DecoderFactory.get().binaryDecoder(chunk.bytes(), null);
    try {
      GenericRecord record = reader.read(null, binary);
      for (int i = 0; i < index; i++) {
        record = reader.read(record, binary);
      }
      return record.toString();
    } catch (IOException | AvroRuntimeException e) {
      return ""; // the decoder rejected it for that
    }
  }
}
