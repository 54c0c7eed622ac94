package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Feed;
import io.towpath.config.Layout;
import io.towpath.core.Chunk;
import io.towpath.core.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parquet files through a raw zone: all types, and damage of row F43. */
final class ParquetFramingTest {
  private static final Layout FILES = Sources.of(Feed.Format.PARQUET).build();
  private static final MessageType NUMBERED =
      MessageTypeParser.parseMessageType(
          "message m { required int64 id; optional binary text (STRING); }");
  private static final int ROWS = 2000;

  @TempDir Path root;

  private byte[] numbered(CompressionCodecName codec) throws IOException {
    SimpleGroupFactory rows = new SimpleGroupFactory(NUMBERED);
    List<Group> all = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      all.add(rows.newGroup().append("id", (long) i).append("text", "text " + i));
    }
    return bytes(NUMBERED, codec, all);
  }

  private byte[] bytes(MessageType type, CompressionCodecName codec, List<Group> rows)
      throws IOException {
    Path file = Files.createTempDirectory(root, "parquet").resolve("x.parquet");
    ParquetFiles.write(file, type, codec, rows);
    return Files.readAllBytes(file);
  }

  private List<Chunk> chunks(byte[] file) throws IOException {
    RawFolder raw = new RawFolder(root);
    raw.land(FILES, "x.parquet", file);
    return raw.chunks(FILES);
  }

  private static List<GenericRecord> records(Chunk chunk) throws IOException {
    Schema schema = new Schema.Parser().parse(new String(chunk.head(), UTF_8));
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schema);
    BinaryDecoder binary = DecoderFactory.get().binaryDecoder(chunk.bytes(), null);
    List<GenericRecord> records = new ArrayList<>();
    for (long i = chunk.from(); i < chunk.to(); i++) {
      records.add(reader.read(null, binary));
    }
    assertThat(binary.isEnd()).isTrue();
    return records;
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void readsEveryCodecInOrder(CompressionCodecName codec) throws IOException {
    List<Chunk> chunks = chunks(numbered(codec));

    long next = 0;
    for (Chunk chunk : chunks) {
      assertThat(chunk.from()).isEqualTo(next);
      for (GenericRecord record : records(chunk)) {
        assertThat(record.get("id")).isEqualTo(next++);
      }
      assertThat(chunk.to()).isEqualTo(next);
    }
    assertThat(next).isEqualTo(ROWS);
    assertThat(chunks.get(chunks.size() - 1).last()).isTrue();
  }

  @Test
  void readsEveryTypeAndNesting() throws IOException {
    MessageType type =
        MessageTypeParser.parseMessageType(
            """
            message m {
              required int32 day (DATE);
              required int64 millis (TIMESTAMP(MILLIS,true));
              required int64 nanos (TIMESTAMP(NANOS,false));
              required int96 old;
              required int32 small (DECIMAL(9,2));
              required fixed_len_byte_array(5) big (DECIMAL(10,1));
              required int32 unsigned (INTEGER(32,false));
              required int64 huge (INTEGER(64,false));
              required fixed_len_byte_array(16) id (UUID);
              optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
              optional group pairs (MAP) {
                repeated group key_value { required binary key (STRING); optional int32 value; }
              }
              optional group inner { required boolean yes; repeated int32 each; }
              optional double none;
              required binary odd_name;
            }
            """);
    Group row =
        new SimpleGroupFactory(type)
            .newGroup()
            .append("day", 1)
            .append("millis", -1L)
            .append("nanos", -1L)
            .append("old", new NanoTime(2_440_589, 2_000))
            .append("small", -1234)
            .append("big", Binary.fromConstantByteArray(new byte[] {-1, -1, -1, -1, -2}))
            .append("unsigned", -1)
            .append("huge", -1L)
            .append("id", Binary.fromConstantByteArray(new byte[16]));
    Group tags = row.addGroup("tags");
    tags.addGroup("list").append("element", "a");
    tags.addGroup("list");
    row.addGroup("pairs").addGroup("key_value").append("key", "k").append("value", 7);
    row.addGroup("inner").append("yes", true).append("each", 1).append("each", 2);
    row.append("odd_name", Binary.fromConstantByteArray(new byte[] {1}));

    GenericRecord read =
        records(chunks(bytes(type, CompressionCodecName.UNCOMPRESSED, List.of(row))).get(0)).get(0);

    assertThat(read.get("day")).isEqualTo(1);
    assertThat(read.get("millis")).isEqualTo(-1000L);
    assertThat(read.get("nanos")).isEqualTo(-1L);
    assertThat(read.get("old")).isEqualTo(86_400_000_002L);
    assertThat(read.getSchema().getField("old").schema().getLogicalType().getName())
        .isEqualTo("timestamp-micros");
    assertThat(read.get("small").toString()).contains("lim=2");
    assertThat(read.get("unsigned")).isEqualTo(4_294_967_295L);
    assertThat(read.get("id")).hasToString("00000000-0000-0000-0000-000000000000");
    assertThat(read.get("tags")).hasToString("[a, null]");
    assertThat(read.get("pairs")).hasToString("{k=7}");
    assertThat(read.get("inner")).hasToString("{\"yes\": true, \"each\": [1, 2]}");
    assertThat(read.get("none")).isNull();
  }

  @Test
  void fetchesARowByItsOrdinal() throws IOException {
    RawFolder raw = new RawFolder(root);
    Manifest.Part part = raw.land(FILES, "x.parquet", numbered(CompressionCodecName.ZSTD));

    assertThat(RawRecords.fetch(raw.location().open(), FILES, part, 1234))
        .isEqualTo("{\"id\": 1234, \"text\": \"text 1234\"}");
  }

  @Test
  @DisplayName("F40 empty file")
  void f40_emptyFileHoldsNothing() throws IOException {
    assertThat(chunks(new byte[0])).hasSize(1).allMatch(chunk -> chunk.to() == 0 && chunk.last());
    assertThat(chunks(bytes(NUMBERED, CompressionCodecName.SNAPPY, List.of())))
        .hasSize(1)
        .allMatch(chunk -> chunk.to() == 0 && chunk.damage() == null);
  }

  @Test
  @DisplayName("F43 damaged footer")
  void f43_fileWithoutAReadableFooterIsOneReject() throws IOException {
    byte[] whole = numbered(CompressionCodecName.SNAPPY);
    byte[] cut = Arrays.copyOf(whole, whole.length - 5);
    byte[] noFooter = whole.clone();
    Arrays.fill(noFooter, whole.length - 200, whole.length - 8, (byte) 0xFF);
    byte[] longFooter = whole.clone();
    longFooter[whole.length - 5] = 0x7F;

    for (byte[] file : List.of(cut, noFooter, longFooter, "PAR1".getBytes(UTF_8))) {
      List<Chunk> chunks = chunks(file);

      assertThat(chunks).hasSize(1);
      assertThat(chunks.get(0).to()).isEqualTo(1);
      assertThat(chunks.get(0).damage().found()).isEqualTo("a footer that cannot be read");
    }
  }

  @Test
  @DisplayName("F43 damaged pages")
  void f43_damagedPageCostsTheRestOfItsRowGroup() throws IOException {
    byte[] file = numbered(CompressionCodecName.UNCOMPRESSED);
    int page = AvroFiles.indexOf(file, "text 700".getBytes(UTF_8), 0);
    file[page] ^= 0x55;

    List<Chunk> chunks = chunks(file);

    long damaged = 0;
    long readable = 0;
    long next = 0;
    for (Chunk chunk : chunks) {
      assertThat(chunk.from()).isEqualTo(next);
      next = chunk.to();
      if (chunk.damage() != null) {
        damaged += chunk.to() - chunk.from();
        assertThat(chunk.from()).isLessThanOrEqualTo(700);
        assertThat(chunk.to()).isGreaterThan(700);
      } else {
        for (GenericRecord record : records(chunk)) {
          assertThat((Long) record.get("id")).isBetween(chunk.from(), chunk.to());
          readable++;
        }
      }
    }
    assertThat(next).isEqualTo(ROWS);
    assertThat(damaged).isBetween(1L, 1000L);
    assertThat(readable).isEqualTo(ROWS - damaged);
  }
}
