package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Feed;
import io.towpath.config.Layout;
import io.towpath.core.Chunk;
import io.towpath.core.Manifest;
import io.towpath.core.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro files through a raw zone: whole ones, and those that row F43 of the faults damages. */
final class AvroFramingTest {
  private static final Layout FILES = Sources.of(Feed.Format.AVRO).build();
  private static final int RECORDS = 1000;

  @TempDir Path root;

  private List<Chunk> chunks(byte[] file) throws IOException {
    RawFolder raw = new RawFolder(root);
    raw.land(FILES, "x.avro", file);
    return raw.chunks(FILES);
  }

  /** Ordinals and values of what can be read; damage as its ordinals and what was found. */
  private static List<String> contents(List<Chunk> chunks) throws IOException {
    List<String> contents = new ArrayList<>();
    long position = 0;
    for (Chunk chunk : chunks) {
      assertThat(chunk.from()).isEqualTo(position);
      position = chunk.to();
      if (chunk.damage() != null) {
        contents.add(chunk.from() + "-" + chunk.to() + " " + chunk.damage().found());
        continue;
      }
      GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(AvroFiles.NUMBERED);
      BinaryDecoder binary = DecoderFactory.get().binaryDecoder(chunk.bytes(), null);
      for (long ordinal = chunk.from(); ordinal < chunk.to(); ordinal++) {
        contents.add(ordinal + ":" + reader.read(null, binary).get("id"));
      }
      assertThat(binary.isEnd()).isTrue();
    }
    assertThat(chunks.get(chunks.size() - 1).last()).isTrue();
    return contents;
  }

  private static List<String> numbered(long from, long to, long shift) {
    List<String> all = new ArrayList<>();
    for (long i = from; i < to; i++) {
      all.add(i + ":" + (i + shift));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "bzip2", "xz", "zstandard"})
  void readsEveryCodecBlockByBlock(String codec) throws IOException {
    List<Chunk> chunks = chunks(AvroFiles.numbered(codec, RECORDS));

    assertThat(chunks.size()).isGreaterThan(10);
    assertThat(contents(chunks)).isEqualTo(numbered(0, RECORDS, 0));
    assertThat(new String(chunks.get(0).head(), UTF_8)).contains("\"id\"");
  }

  @Test
  void fetchesARecordByItsOrdinal() throws IOException {
    RawFolder raw = new RawFolder(root);
    Manifest.Part part = raw.land(FILES, "x.avro", AvroFiles.numbered("deflate", RECORDS));

    assertThat(RawRecords.fetch(raw.location().open(), FILES, part, 777)).contains("\"id\": 777");
  }

  @Test
  @DisplayName("F40 empty file")
  void f40_emptyFileHoldsNothing() throws IOException {
    assertThat(contents(chunks(new byte[0]))).containsExactly("0-0 an empty file");
    assertThat(contents(chunks(AvroFiles.numbered("null", 0)))).isEmpty();
  }

  @Test
  @DisplayName("F43 bad magic, unknown codec, cut header")
  void f43_fileWithoutAReadableHeaderIsOneReject() throws IOException {
    byte[] magic = AvroFiles.numbered("null", 9);
    magic[3] = 2;
    assertThat(contents(chunks(magic))).containsExactly("0-1 a file that does not begin with Obj1");

    byte[] codec = AvroFiles.numbered("deflate", 9);
    codec[AvroFiles.indexOf(codec, "deflate".getBytes(UTF_8), 0)] = 'x';
    assertThat(contents(chunks(codec))).containsExactly("0-1 an unknown codec");

    byte[] cut = java.util.Arrays.copyOf(AvroFiles.numbered("null", 9), 40);
    assertThat(contents(chunks(cut))).containsExactly("0-1 a header that was cut short or damaged");
  }

  @Test
  @DisplayName("F43 bad sync")
  void f43_blockThatDoesNotEndWhereItSaysCostsAllUpToTheNextMarker() throws IOException {
    byte[] file = AvroFiles.numbered("null", RECORDS);
    AvroFiles.Block third = AvroFiles.blocks(file).get(2);
    file[third.end() - 1] ^= 1;

    List<String> contents = contents(chunks(file));

    // Its own end is no marker any more, so that the block behind it is lost with it.
    long after = AvroFiles.blocks(AvroFiles.numbered("null", RECORDS)).get(4).first();
    List<String> expected = numbered(0, third.first(), 0);
    expected.add(
        third.first() + "-" + (third.first() + 1) + " a block that does not end where it says");
    expected.addAll(
        numbered(
            third.first() + 1, RECORDS - after + third.first() + 1, after - third.first() - 1));
    assertThat(contents).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deflate", "snappy", "bzip2", "xz"})
  @DisplayName("F43 bad block")
  void f43_blockThatCannotBeUnpackedCostsItsRecords(String codec) throws IOException {
    byte[] file = AvroFiles.numbered(codec, RECORDS);
    AvroFiles.Block third = AvroFiles.blocks(file).get(2);
    for (int i = third.start() + 6; i < third.end() - 16; i++) {
      file[i] = (byte) 0xFF;
    }

    List<String> contents = contents(chunks(file));

    long to = third.first() + third.count();
    List<String> expected = numbered(0, third.first(), 0);
    expected.add(third.first() + "-" + to + " a block that cannot be unpacked");
    expected.addAll(numbered(to, RECORDS, 0));
    assertThat(contents).isEqualTo(expected);
  }

  @Test
  @DisplayName("F43 declared length beyond the file")
  void f43_lengthBeyondTheFileCostsTheBlockAndNoMemory() throws IOException {
    byte[] file = AvroFiles.numbered("null", 9);
    AvroFiles.Block only = AvroFiles.blocks(file).get(0);
    byte[] huge = AvroFiles.withSize(file, only, 60L << 20);
    assertThat(contents(chunks(huge)))
        .containsExactly("0-1 a block that does not end where it says");

    byte[] absurd = AvroFiles.withSize(file, only, 1L << 50);
    List<Chunk> chunks = chunks(absurd);
    assertThat(chunks.get(0).damage().reason()).isEqualTo(Reason.LIMIT);
  }

  @Test
  @DisplayName("F43 cut within a block")
  void f43_fileThatWasCutShortKeepsItsWholeBlocks() throws IOException {
    byte[] file = AvroFiles.numbered("deflate", RECORDS);
    AvroFiles.Block third = AvroFiles.blocks(file).get(2);

    List<String> contents = contents(chunks(java.util.Arrays.copyOf(file, third.end() - 20)));

    assertThat(contents.subList(0, (int) third.first())).isEqualTo(numbered(0, third.first(), 0));
    assertThat(contents.get(contents.size() - 1)).contains("does not end where it says");
  }

  @Test
  @DisplayName("F45 a bomb in a block")
  void f45_blockThatUnpacksToTooMuchIsRejected() throws IOException {
    byte[] bomb = AvroFiles.oneRecord("deflate", "x".repeat(Framing.LONGEST_RECORD + 1));

    List<Chunk> chunks = chunks(bomb);

    assertThat(contents(chunks)).containsExactly("0-1 a block that cannot be unpacked");
  }
}
