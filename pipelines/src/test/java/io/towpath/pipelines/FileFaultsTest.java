package io.towpath.pipelines;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong in a file, from its landing to its records: it costs a record, never the file. */
final class FileFaultsTest {
  private static final String CSV = "{files: \"inbox/*\", format: csv}";
  private static final String MULTILINE = "{files: \"inbox/*\", format: csv, multiline: true}";
  private static final String NDJSON = "{files: \"inbox/*\", format: ndjson}";

  @TempDir Path root;

  static Stream<Charset> unicode() {
    return Stream.of(UTF_8, UTF_16LE, UTF_16BE);
  }

  @ParameterizedTest(name = "F40 byte order mark, {0}")
  @MethodSource("unicode")
  void f40_markNamesTheEncodingOfCsv(Charset charset) throws IOException {
    LandedFiles files = landed(CSV, "\ufeffid,text\n1,Gr\u00e4ce\n2,\u8d75\n".getBytes(charset));

    assertThat(files.decode()).isEqualTo(2);
    assertThat(files.rows).containsExactly("1|Gr\u00e4ce", "2|\u8d75");
    assertThat(files.raw(files.origins.get(1))).isEqualTo("2,\u8d75");
  }

  @ParameterizedTest(name = "F40 byte order mark, {0}")
  @MethodSource("unicode")
  void f40_markNamesTheEncodingOfNdjson(Charset charset) throws IOException {
    LandedFiles files =
        landed(
            NDJSON,
            "\ufeff{\"id\":1,\"text\":\"\u00e4\"}\n{\"id\":2,\"text\":\"\u8d75\"}"
                .getBytes(charset));

    assertThat(files.decode()).isEqualTo(2);
    assertThat(files.rows).containsExactly("1|\u00e4", "2|\u8d75");
  }

  @Test
  @DisplayName("F40 Latin-1")
  void f40_readsTheEncodingOfTheFeed() throws IOException {
    LandedFiles files =
        landed(
            "{files: \"inbox/*\", format: csv, encoding: ISO-8859-1}",
            "id,text\n1,caf\u00e9\n".getBytes(ISO_8859_1));

    files.decode();

    assertThat(files.rows).containsExactly("1|caf\u00e9");
  }

  @Test
  @DisplayName("F40 lone surrogates")
  void f40_loneSurrogateBeforeALineEndCostsItsLineOnly() throws IOException {
    byte[] utf16 = "\ufeffid,text\n1,a\n2,b?\n3,c\n".getBytes(UTF_16BE);
    int lone = 2 * "\ufeffid,text\n1,a\n2,b".length();
    utf16[lone] = (byte) 0xD8;
    utf16[lone + 1] = 0x3D;
    LandedFiles files = landed(CSV, utf16);

    assertThat(files.decode()).isEqualTo(3);
    assertThat(files.rows).containsExactly("1|a", "3|c");
    assertThat(files.rejects).containsExactly("line 3: encoding text");
  }

  @ParameterizedTest(name = "F40 invalid UTF-8, {0}")
  @ValueSource(strings = {CSV, MULTILINE})
  void f40_badByteSequenceCostsItsLineOnly(String source) throws IOException {
    byte[] bytes = "id,text\n1,a\n2,b?c\n3,d\n".getBytes(UTF_8);
    bytes["id,text\n1,a\n2,b".length()] = (byte) 0xC3;
    LandedFiles files = landed(source, bytes);

    assertThat(files.decode()).isEqualTo(3);
    assertThat(files.rows).containsExactly("1|a", "3|d");
    assertThat(files.rejects).containsExactly("line 3: encoding text");
    assertThat(files.raw(files.origins.get(1))).isEqualTo("2,b\ufffdc");
  }

  @Test
  @DisplayName("F40 invalid UTF-8 and NUL in NDJSON")
  void f40_badByteSequenceInNdjsonCostsItsLineOnly() throws IOException {
    byte[] bytes =
        "{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"?\"}\n{\"id\":3,\"text\":\"\\u0000\"}\n{\"id\":4}\n"
            .getBytes(UTF_8);
    bytes["{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"".length()] = (byte) 0xFF;
    LandedFiles files = landed(NDJSON, bytes);

    assertThat(files.decode()).isEqualTo(4);
    assertThat(files.rows).containsExactly("1|a", "4|null");
    assertThat(files.rejects).containsExactly("line 2: encoding", "line 3: encoding text");
  }

  @ParameterizedTest(name = "F40 CR, LF, CRLF mixed, no last newline: {0}")
  @ValueSource(strings = {CSV, MULTILINE})
  void f40_everyLineEndEndsARecord(String source) throws IOException {
    LandedFiles files = landed(source, "id,text\r\n1,a\n2,b\r\n\n3,c".getBytes(UTF_8));

    assertThat(files.decode()).isEqualTo(3);
    assertThat(files.rows).containsExactly("1|a", "2|b", "3|c");
  }

  @ParameterizedTest(name = "F40 ragged rows: {0}")
  @ValueSource(strings = {CSV, MULTILINE})
  void f40_raggedRowsCostThemselves(String source) throws IOException {
    LandedFiles files = landed(source, "id,text\n1\n2,b,c\n3,d\n".getBytes(UTF_8));

    assertThat(files.decode()).isEqualTo(3);
    assertThat(files.rows).containsExactly("3|d");
    assertThat(files.rejects).hasSize(2);
  }

  @Test
  @DisplayName("F40 an unclosed quote, in each kind of CSV")
  void f40_unclosedQuoteDoesNotSwallowTheFile() throws IOException {
    int lines = 200_000;
    StringBuilder text = new StringBuilder("id,text\n");
    for (int i = 1; i <= lines; i++) {
      text.append(i).append(i == 100 ? ",\"open\n" : ",closed\n");
    }
    byte[] bytes = text.toString().getBytes(UTF_8);

    LandedFiles byLine = landed(CSV, bytes);
    LandedFiles multiline = landed(MULTILINE, bytes);

    assertThat(byLine.decode()).isEqualTo(lines);
    assertThat(byLine.passed).isEqualTo(lines - 1);
    assertThat(byLine.rejects).containsExactly("line 101: quote");
    multiline.decode();
    assertThat(multiline.rejects).as("of 1 MiB of lines").containsExactly("line 101: quote");
    assertThat(multiline.passed).isGreaterThan(lines / 4);
  }

  @Test
  @DisplayName("F40 empty file; header only")
  void f40_filesWithoutRecordsHoldNone() throws IOException {
    assertThat(landed(CSV, new byte[0]).decode()).isZero();
    assertThat(landed(CSV, "id,text".getBytes(UTF_8)).decode()).isZero();
    assertThat(landed(CSV, "id,text\n\n\n".getBytes(UTF_8)).decode()).isZero();
    assertThat(landed(NDJSON, "\n \n".getBytes(UTF_8)).decode()).isZero();
  }

  @ParameterizedTest(name = "F41 a field of 1 GB: {0}")
  @ValueSource(strings = {CSV, MULTILINE, NDJSON})
  void f41_fieldOfAGigabyteCostsItsRecordOnly(String source) throws IOException {
    boolean json = source.equals(NDJSON);
    LandedFiles files = LandedFiles.of(root, source);
    byte[] megabyte = "x".repeat(1 << 20).getBytes(UTF_8);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(files.inbox("1")))) {
      out.write((json ? "{\"id\":1}\n{\"text\":\"" : "id,text\n1,\n2,").getBytes(UTF_8));
      for (int i = 0; i < 1 << 10; i++) {
        out.write(megabyte);
      }
      out.write((json ? "\"}\n{\"id\":3}\n" : "\n3,\n").getBytes(UTF_8));
    }

    files.land("1");
    Files.delete(files.inbox("1"));

    assertThat(files.decode()).isEqualTo(3);
    assertThat(files.rows).hasSize(2);
    int line = json ? 2 : 3;
    assertThat(files.rejects).containsExactly("line " + line + ": limit");
    assertThat(files.origins.get(2).line()).isEqualTo(line + 1);
  }

  @Test
  @DisplayName("F41 100,000 columns")
  void f41_hundredThousandColumnsAreRead() throws IOException {
    StringBuilder header = new StringBuilder("id,text");
    StringBuilder line = new StringBuilder("1,a");
    for (int i = 0; i < 100_000; i++) {
      header.append(",column").append(i);
      line.append(',').append(i);
    }
    LandedFiles files = landed(CSV, (header + "\n" + line + "\n2,b\n").getBytes(UTF_8));

    assertThat(files.decode()).isEqualTo(2);
    assertThat(files.rows).containsExactly("1|a");
    assertThat(files.rejects).hasSize(1);
  }

  @Test
  @DisplayName("F41 JSON 10,000 deep")
  void f41_deepJsonCostsItsRecordOnly() throws IOException {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    LandedFiles files =
        landed(NDJSON, ("{\"id\":1}\n{\"id\":2,\"x\":" + deep + "}\n{\"id\":3}\n").getBytes(UTF_8));

    assertThat(files.decode()).isEqualTo(3);
    assertThat(files.rows).hasSize(2);
    assertThat(files.rejects).hasSize(1);
  }

  @ParameterizedTest(name = "F44 {0}")
  @ValueSource(strings = {CSV, NDJSON})
  void f44_poisonAtRow9999999OfTenMillionIsTheOnlyReject(String source) throws IOException {
    boolean json = source.equals(NDJSON);
    int records = 10_000_000;
    LandedFiles files = LandedFiles.of(root, source);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(files.inbox("1")))) {
      byte[] good = (json ? "{\"id\":7}\n" : "7,a\n").getBytes(UTF_8);
      out.write((json ? "" : "id,text\n").getBytes(UTF_8));
      for (int i = 1; i <= records; i++) {
        out.write(i == records - 1 ? (json ? "{\"id\":\n" : "poison,a\n").getBytes(UTF_8) : good);
      }
    }

    files.land("1");

    assertThat(files.decode()).isEqualTo(records);
    assertThat(files.passed).isEqualTo(records - 1);
    assertThat(files.rejects)
        .singleElement()
        .asString()
        .startsWith("line " + (json ? records - 1 : records) + ": ");
    assertThat(files.raw(files.origins.get(files.origins.size() - 1)))
        .isEqualTo(json ? "{\"id\":" : "poison,a");
  }

  private LandedFiles landed(String source, byte[] bytes) throws IOException {
    return LandedFiles.of(root, source).land("1", bytes);
  }
}
