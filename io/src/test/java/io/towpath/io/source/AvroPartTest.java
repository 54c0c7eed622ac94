package io.towpath.io.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Layout;
import io.towpath.core.Chunk;
import io.towpath.core.Manifest;
import io.towpath.io.files.RawChunks;
import io.towpath.io.files.RawRecords;
import io.towpath.io.raw.Manifests;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.s3.S3Access;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are written as a part, and read again split by split. */
final class AvroPartTest {
  private static final Schema ITEM =
      SchemaBuilder.record("item").fields().requiredLong("id").requiredBytes("noise").endRecord();
  private static final long SPLIT = 1 << 20;
  private static final int NOISE = 1000;

  @TempDir Path root;
  private RawLocation raw;

  @BeforeEach
  void begin() {
    raw = new RawLocation(root.toString(), S3Access.of(PipelineOptionsFactory.create()));
  }

  private PartPlace place() {
    return new PartPlace(raw, "items", 1, "a", 0);
  }

  private Manifest.Part write(long records) {
    SplittableRandom random = new SplittableRandom(records);
    try (AvroPart part = AvroPart.begin(place(), "items", ITEM, SPLIT)) {
      for (long id = 0; id < records; id++) {
        part.append(item(id, random));
      }
      return part.commit("https://shop.example/items", Instant.EPOCH);
    }
  }

  /** A record that no codec makes smaller. */
  private static GenericRecord item(long id, SplittableRandom random) {
    byte[] noise = new byte[NOISE];
    random.nextBytes(noise);
    GenericData.Record item = new GenericData.Record(ITEM);
    item.put("id", id);
    item.put("noise", ByteBuffer.wrap(noise));
    return item;
  }

  /** The chunks of each split, read alone. */
  private List<List<Chunk>> chunks(Manifest.Part part) throws Exception {
    Manifest manifest = new Manifest("items", 1, "a", Instant.EPOCH, List.of(part), null);
    List<List<Chunk>> all = new ArrayList<>();
    for (RawChunks split :
        RawChunks.of(raw, Layout.avro(), List.of(manifest))
            .split(0, PipelineOptionsFactory.create())) {
      List<Chunk> chunks = new ArrayList<>();
      try (BoundedSource.BoundedReader<Chunk> reader =
          split.createReader(PipelineOptionsFactory.create())) {
        for (boolean more = reader.start(); more; more = reader.advance()) {
          chunks.add(reader.getCurrent());
        }
      }
      all.add(chunks);
    }
    return all;
  }

  private static Stream<Long> ids(Chunk chunk) {
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(ITEM);
    BinaryDecoder binary = DecoderFactory.get().binaryDecoder(chunk.bytes(), null);
    return LongStream.range(chunk.from(), chunk.to()).mapToObj(position -> id(reader, binary));
  }

  private static long id(GenericDatumReader<GenericRecord> reader, BinaryDecoder binary) {
    try {
      return (long) reader.read(null, binary).get("id");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void splitsCoverEachRecordExactlyOnce() throws Exception {
    int records = 5000;

    Manifest.Part part = write(records);

    List<List<Chunk>> splits = chunks(part);
    assertThat(part.records()).isEqualTo(records);
    assertThat(splits).hasSizeBetween(4, 5);
    assertThat(splits.stream().flatMap(List::stream).flatMap(AvroPartTest::ids))
        .containsExactlyElementsOf(LongStream.range(0, records).boxed().toList());
    long position = 0;
    for (List<Chunk> split : splits) {
      for (Chunk chunk : split) {
        assertThat(chunk.damage()).isNull();
        assertThat(chunk.from()).isEqualTo(position);
        position = chunk.to();
      }
      assertThat(split.get(split.size() - 1).last()).isTrue();
    }
    assertThat(position).isEqualTo(records);
  }

  @Test
  void splitsFollowEachOtherAtAboutTheirTarget() {
    Manifest.Part part = write(5000);

    long end = 0;
    for (Manifest.Split split : part.splits()) {
      assertThat(split.from()).isEqualTo(end);
      end = split.to();
      assertThat(split.to() - split.from()).isLessThan(SPLIT + SPLIT / 2);
    }
    assertThat(end).isEqualTo(part.bytes());
  }

  @Test
  void fetchesARecordOfALaterSplitByItsPosition() throws Exception {
    Manifest.Part part = write(5000);

    assertThat(RawRecords.fetch(raw.open(), Layout.avro(), part, 4321)).contains("\"id\": 4321");
  }

  @Test
  void takesRecordsThatWereEncodedBefore() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder binary = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(ITEM).write(item(7, new SplittableRandom(7)), binary);
    binary.flush();

    Manifest.Part part;
    try (AvroPart encoded = AvroPart.begin(place(), "items", ITEM)) {
      encoded.appendEncoded(ByteBuffer.wrap(bytes.toByteArray()));
      part = encoded.commit("jdbc:postgresql://db/shop", Instant.EPOCH);
    }

    assertThat(chunks(part).get(0).stream().flatMap(AvroPartTest::ids)).containsExactly(7L);
  }

  @Test
  void partWithoutRecordsIsOneSplitThatHoldsNone() throws Exception {
    Manifest.Part part = write(0);

    assertThat(part.records()).isZero();
    assertThat(chunks(part)).hasSize(1);
    assertThat(chunks(part).get(0)).allMatch(chunk -> chunk.from() == 0 && chunk.to() == 0);
  }

  @Test
  void leavesNothingWhereItWasNotCommitted() throws Exception {
    try (AvroPart part = AvroPart.begin(place(), "items", ITEM)) {
      part.append(item(1, new SplittableRandom(1)));
    }

    try (Stream<Path> left = Files.walk(root)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void attemptThatWasDescribedFirstCounts() {
    Manifest.Part first = write(3);
    Manifest.Part second = write(4);

    assertThat(second.path()).isNotEqualTo(first.path());
    assertThat(Manifests.of(raw.open()).descriptors("items", 1, "a", 1)).containsExactly(first);
  }

  @Test
  void manifestKeepsTheNumberOfRecords() {
    Manifest.Part part = write(3);
    Manifest manifest =
        new Manifest("items", 1, "a", Instant.EPOCH, List.of(part.numbered(0)), null);

    Manifests.of(raw.open()).commit(manifest);

    assertThat(Manifests.of(raw.open()).read("items", 1)).contains(manifest);
  }

  @Test
  void manifestOfAnEarlierVersionHasUncountedParts() {
    String earlier =
        """
        {"format": 1, "feed": "items", "batch": 1, "attempt": "a",
         "landedAt": "2026-01-01T00:00:00Z",
         "parts": [{"part": 0, "path": "items/parts/1/a/00000-x.csv", "source": "x.csv",
           "bytes": 9, "crc32c": 1, "version": "", "sourceVersion": "",
           "sourceModified": "2026-01-01T00:00:00Z",
           "splits": [{"split": 0, "from": 0, "to": 9, "firstLine": 1}]}]}
        """;
    raw.open().createIfAbsent("items/manifests/000000000001.json", earlier.getBytes(UTF_8));

    Manifest manifest = Manifests.of(raw.open()).read("items", 1).orElseThrow();

    assertThat(manifest.parts().get(0).records()).isEqualTo(Manifest.Part.UNCOUNTED);
  }
}
