package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.Feed;
import io.towpath.config.Layout;
import io.towpath.core.Chunk;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Compressed files: whole ones are read whole, damaged ones are named. */
final class CompressionTest {
  @TempDir Path root;

  private static String text(List<Chunk> chunks) {
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(new String(chunk.bytes(), UTF_8)));
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void readsAllMembersOfACompressedFile(Codec codec) throws IOException {
    Layout files = declared(codec);
    RawFolder raw = new RawFolder(root);
    raw.land(files, "x", Packed.by(codec, "a,b\n1,", "2\n3,4", "\n"));

    List<Chunk> chunks = raw.chunks(files);

    assertThat(text(chunks)).isEqualTo("1,2\n3,4\n");
    assertThat(chunks.get(0).from()).isEqualTo(4);
    assertThat(chunks.get(chunks.size() - 1).to()).isEqualTo(12);
  }

  @ParameterizedTest
  @CsvSource({"x.csv.gz,GZIP", "x.GZIP,GZIP", "x.zst,ZSTD", "x.csv.bz2,BZIP2", "gz.csv,NONE"})
  void goesByTheEndingUnlessTheFeedSaysMore(String name, Codec codec) {
    assertThat(Codec.of(Sources.csv().build(), name)).isEqualTo(codec);
    assertThat(Codec.of(Sources.csv().compression(Feed.Compression.ZSTD).build(), name))
        .isEqualTo(Codec.ZSTD);
    assertThat(Codec.of(Sources.of(Feed.Format.AVRO).build(), name)).isEqualTo(Codec.NONE);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("F40 empty file")
  void f40_emptyCompressedFileHoldsNothing(Codec codec) throws IOException {
    Layout files = declared(codec);
    RawFolder raw = new RawFolder(root);
    raw.land(files, "nothing", new byte[0]);
    raw.land(files, "none", Packed.by(codec, ""));

    assertThat(raw.chunks(files)).hasSize(2).allMatch(c -> c.last() && c.bytes().length == 0);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("F32 truncated file")
  void f32_fileThatWasCutShortIsNotLanded(Codec codec) throws IOException {
    Layout files = declared(codec);
    byte[] whole = Packed.by(codec, "a,b\n" + "1,2\n".repeat(1000));
    for (int length : List.of(1, whole.length / 2, whole.length - 1)) {
      RawFolder raw = new RawFolder(root);

      assertThatThrownBy(() -> raw.land(files, "cut", Arrays.copyOf(whole, length)))
          .isInstanceOfSatisfying(
              TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOURCE))
          .hasMessageContaining("cannot read cut as " + codec)
          .hasMessageContaining("deliver the file again");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("F23 part replaced")
  void f23_damageWithinTheRawZoneIsTheRawZones(Codec codec) throws IOException {
    Layout files = declared(codec);
    RawFolder raw = new RawFolder(root);
    Manifest.Part part = raw.land(files, "x", Packed.by(codec, "a,b\n", "1,2\n".repeat(1000)));
    byte[] bytes = Files.readAllBytes(raw.file(part));
    bytes[bytes.length - 12] ^= 1;
    Files.write(raw.file(part), bytes);

    assertThatThrownBy(() -> raw.chunks(files))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.RAW_ZONE))
        .hasMessageContaining("its manifest says")
        .hasMessageContaining(part.path());
  }

  @Test
  void saysThatTheFeedsCompressionDoesNotFitALandedFile() throws IOException {
    RawFolder raw = new RawFolder(root);
    raw.land(Sources.csv().build(), "x.csv", "a,b\n1,2\n".getBytes(UTF_8));

    assertThatThrownBy(() -> raw.chunks(Sources.csv().compression(Feed.Compression.GZIP).build()))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOURCE))
        .hasMessageContaining("x.csv is no whole gzip file")
        .hasMessageContaining("source.compression");
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  @DisplayName("F45 gzip bombs")
  void f45_bombIsNotLanded(Codec codec) throws IOException {
    Layout files = declared(codec);
    String line = "x".repeat((1 << 20) - 1) + "\n";
    byte[] bomb = Packed.by(codec, line.repeat(300));
    assertThat(bomb.length * LimitedExpansion.MOST).isLessThan(300L << 20);

    assertThatThrownBy(() -> new RawFolder(root).land(files, "bomb", bomb))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOURCE))
        .hasMessageContaining("decompression bomb");
  }

  @Test
  void splitsOnlyPlainLinesOfUtf8() {
    assertThat(FileShape.of(Sources.csv().build(), "x.csv").splittable()).isTrue();
    assertThat(FileShape.of(Sources.csv().build(), "x.csv.gz").splittable()).isFalse();
    assertThat(FileShape.of(Sources.csv().encoding("UTF-16").build(), "x.csv").splittable())
        .isFalse();
    assertThat(FileShape.of(Sources.of(Feed.Format.JSON).build(), "x").splittable()).isFalse();
    assertThat(FileShape.of(Sources.of(Feed.Format.PARQUET).build(), "x").unpacked(2))
        .isEqualTo(10);
  }

  private static Layout declared(Codec codec) {
    return Sources.csv().compression(Feed.Compression.valueOf(codec.name())).build();
  }
}
