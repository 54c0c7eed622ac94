package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Layout;
import io.towpath.core.Chunk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of every encoding becomes UTF-8; what is no text becomes one byte that is none either. */
final class TranscodedStreamTest {
  @TempDir Path root;

  private static String read(byte[] bytes, String charset) throws IOException {
    try (TranscodedStream in =
        new TranscodedStream(new ByteArrayInputStream(bytes), Charset.forName(charset))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32", "GB18030", "UTF-8"})
  @DisplayName("F40 UTF-16 and others")
  void f40_readsTextLongerThanAnyBuffer(String charset) throws IOException {
    String text = "Gr\u00e4ce \ud83d\ude00\u8d75\n".repeat(20_000);

    assertThat(read(text.getBytes(Charset.forName(charset)), charset)).isEqualTo(text);
  }

  @Test
  @DisplayName("F40 Latin-1")
  void f40_readsLatin1() throws IOException {
    assertThat(read(new byte[] {'c', 'a', 'f', (byte) 0xE9}, "ISO-8859-1")).isEqualTo("caf\u00e9");
  }

  @Test
  @DisplayName("F40 lone surrogates, and bytes that stand for nothing")
  void f40_undecodableBytesAreOneByteThatIsNoText() throws IOException {
    byte[] lone = "a\ud83d\nb".getBytes(UTF_16BE);
    lone[2] = (byte) 0xD8;
    lone[3] = 0x3D;

    assertThat(read(lone, "UTF-16BE")).isEqualTo("a\ufffd\nb");
    assertThat(read(new byte[] {'a', (byte) 0x81, '\n', 'b'}, "windows-1252"))
        .isEqualTo("a\ufffd\nb");
    assertThat(read(new byte[] {'a', 0, 'b'}, "UTF-16LE")).endsWith("\ufffd");
  }

  @Test
  @DisplayName("F40 byte order mark")
  void f40_markOverrulesTheDeclaredEncoding() throws IOException {
    Layout files = Sources.csv().build();
    RawFolder raw = new RawFolder(root);
    raw.land(files, "le.csv", "\ufeffa,b\n1,\u00fc\n".getBytes(UTF_16LE));
    raw.land(files, "be.csv", "\ufeffa,b\n1,\u00fc\n".getBytes(UTF_16BE));
    raw.land(files, "utf8.csv", "\ufeffa,b\n1,\u00fc\n".getBytes(UTF_8));
    raw.land(files, "none.csv", "a,b\n1,\u00fc\n".getBytes(UTF_8));

    List<Chunk> chunks = raw.chunks(files);

    assertThat(chunks)
        .extracting(chunk -> new String(chunk.head(), UTF_8) + new String(chunk.bytes(), UTF_8))
        .containsOnly("a,b1,\u00fc\n")
        .hasSize(4);
    assertThat(chunks).extracting(Chunk::from).containsExactly(4L, 4L, 7L, 4L);
  }
}
