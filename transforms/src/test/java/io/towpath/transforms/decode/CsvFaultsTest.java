package io.towpath.transforms.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.core.Chunk;
import io.towpath.core.Origin;
import io.towpath.core.Reason;
import io.towpath.core.SplitId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Malformed CSV of the fault catalogue: good rows load, bad rows become rejects. */
final class CsvFaultsTest {

  private static Feeds twoTexts() {
    return Feeds.aFeed().column("a", Kind.TEXT).column("b", Kind.TEXT);
  }

  @Test
  @DisplayName("F40 invalid UTF-8")
  void f40_invalidUtf8CostsItsRecordOnly() {
    byte[] bytes = "a,b\n1,x\n2,caf\u00e9\n3,y\n".getBytes(ISO_8859_1);

    Decoded decoded = Decoded.bytes(twoTexts(), bytes);

    assertThat(decoded.rows()).containsExactly(List.of("1", "x"), List.of("3", "y"));
    assertThat(decoded.rejects)
        .extracting("reason", "column", "found")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Reason.ENCODING, "b", "byte 0xE9 at byte 6 of the record"));
    assertThat(decoded.rejectOrigins).containsExactly(new Origin(1, 0, 8, 0, 3));
  }

  @Test
  @DisplayName("F40 NUL, and 0xFF for what the reader could not transcode")
  void f40_nulAndUndecodableBytesCostTheirRecordOnly() {
    byte[] bytes = "a,b\n1,x\0y\n2,?\n3,\u00fc\n".getBytes(UTF_8);
    bytes[12] = (byte) 0xFF;

    Decoded decoded = Decoded.bytes(twoTexts(), bytes);

    assertThat(decoded.rows()).containsExactly(List.of("3", "\u00fc"));
    assertThat(decoded.reasons()).containsExactly("encoding", "encoding");
  }

  @Test
  @DisplayName("F40 lone surrogates, encoded as CESU-8 does")
  void f40_encodedSurrogatesCostTheirRecordOnly() {
    byte[] bytes = "a,b\n1,...\n2,y\n".getBytes(UTF_8);
    bytes[6] = (byte) 0xED;
    bytes[7] = (byte) 0xA0;
    bytes[8] = (byte) 0x80;

    Decoded decoded = Decoded.bytes(twoTexts(), bytes);

    assertThat(decoded.reasons()).containsExactly("encoding");
    assertThat(decoded.rows()).containsExactly(List.of("2", "y"));
  }

  @Test
  @DisplayName("F40 zero-width and bidi characters")
  void f40_invisibleCharactersAreKept() {
    Decoded decoded = Decoded.text(twoTexts(), "a,b\n1\u200B,\u202Ex\n");

    assertThat(decoded.rows()).containsExactly(List.of("1\u200B", "\u202Ex"));
  }

  @Test
  @DisplayName("F40 CR, LF, CRLF mixed")
  void f40_everyLineEndEndsARecord() {
    Decoded decoded = Decoded.text(twoTexts(), "a,b\r\n1,x\r\n2,y\n3,z\r4,w\n\r\n\n5,v\r");

    assertThat(decoded.rows())
        .containsExactly(
            List.of("1", "x"),
            List.of("2", "y"),
            List.of("3", "z"),
            List.of("4", "w"),
            List.of("5", "v"));
    assertThat(decoded.origins).extracting(Origin::line).containsExactly(2L, 3L, 4L, 4L, 7L);
    assertThat(decoded.count).isEqualTo(5);
  }

  @Test
  @DisplayName("F40 no last newline")
  void f40_lastLineWithoutLineBreakIsARecord() {
    assertThat(Decoded.text(twoTexts(), "a,b\n1,x").rows()).containsExactly(List.of("1", "x"));
    assertThat(Decoded.text(twoTexts(), "a,b\n1,").rows())
        .containsExactly(Arrays.asList("1", null));
  }

  @Test
  @DisplayName("F40 ragged rows")
  void f40_raggedRowsCostThemselves() {
    Decoded decoded = Decoded.text(twoTexts(), "a,b\n1\n1,2,3\n1,2\n,\n");

    assertThat(decoded.reasons()).containsExactly("columns", "columns");
    assertThat(decoded.rows()).containsExactly(List.of("1", "2"), Arrays.asList(null, null));
  }

  @Test
  @DisplayName("F40 an unclosed quote")
  void f40_unclosedQuoteCostsItsLineOnly() {
    Decoded decoded = Decoded.text(twoTexts(), "a,b\n1,\"open\n2,x\n3,\"y\"\n");

    assertThat(decoded.reasons()).containsExactly("quote");
    assertThat(decoded.rejectOrigins).extracting(Origin::line).containsExactly(2L);
    assertThat(decoded.rows()).containsExactly(List.of("2", "x"), List.of("3", "y"));
  }

  @Test
  @DisplayName("F40 an unclosed quote in a multiline file")
  void f40_unclosedQuoteDoesNotSwallowAMultilineFile() {
    Decoded decoded = Decoded.text(twoTexts().multiline(), "a,b\n1,\"open\n2,x\n3,\"y\nz\"\n4,w\n");

    assertThat(decoded.reasons()).containsExactly("quote");
    assertThat(decoded.rows())
        .containsExactly(List.of("2", "x"), List.of("3", "y\nz"), List.of("4", "w"));
    assertThat(decoded.origins).extracting(Origin::line).containsExactly(3L, 4L, 6L);
  }

  @Test
  @DisplayName("F40 a stray quote")
  void f40_quoteWithinAFieldCostsItsLineOnly() {
    Decoded decoded = Decoded.text(twoTexts(), "a,b\n1,5\" pipe\n2,\"x\"y\n3,\"a\"\"b\"\n");

    assertThat(decoded.reasons()).containsExactly("quote", "quote");
    assertThat(decoded.rows()).containsExactly(List.of("3", "a\"b"));
  }

  @Test
  @DisplayName("F40 headers doubled")
  void f40_headerThatNamesAColumnTwiceRejectsEachRecord() {
    Decoded decoded = Decoded.text(twoTexts(), "a,b,a\n1,x,2\n3,y,4\n");

    assertThat(decoded.reasons()).containsExactly("columns", "columns");
    assertThat(decoded.rejects.get(0).found()).isEqualTo("a header that names a 2 times");
    assertThat(Decoded.text(twoTexts(), "a,b,c,c\n1,x,2,3\n").rows())
        .containsExactly(List.of("1", "x"));
  }

  @Test
  @DisplayName("F40 headers missing")
  void f40_columnThatIsNotInTheHeaderIsNull() {
    assertThat(Decoded.text(twoTexts(), "b\nx\n").rows()).containsExactly(Arrays.asList(null, "x"));
    Decoded none = Decoded.text(twoTexts(), "1,x\n2,y\n");
    assertThat(none.reasons()).containsExactly("columns");
    assertThat(none.rejects.get(0).found())
        .isEqualTo("a header with none of the contract's columns");
    Decoded extra = Decoded.text(twoTexts().extra("op"), "a,b\n1,x\n");
    assertThat(extra.rejects.get(0).expected()).contains("op", "steps");
  }

  @Test
  @DisplayName("F40 headers reordered, in other case, with surplus columns")
  void f40_headerIsMatchedByName() {
    assertThat(Decoded.text(twoTexts(), " B ,x,\"A\"\n1,2,3\n").rows())
        .containsExactly(List.of("3", "1"));
    assertThat(Decoded.text(twoTexts(), "A,a,b\n1,2,3\n").rows())
        .containsExactly(List.of("2", "3"));
    assertThat(Decoded.text(twoTexts(), "A,B,b\n1,2,3\n").rows())
        .containsExactly(List.of("1", "3"));
  }

  @Test
  @DisplayName("F40 empty file; header only")
  void f40_emptyFileAndHeaderOnlyHoldNoRecords() {
    assertThat(Decoded.text(twoTexts(), "").count).isZero();
    assertThat(Decoded.text(twoTexts(), "a,b\n").count).isZero();
    assertThat(Decoded.text(twoTexts(), "a,b").count).isZero();
  }

  @Test
  @DisplayName("F41 a 1 GB field")
  void f41_recordOverTheLimitCostsItself() {
    byte[] bytes = new byte[Limits.MAX_RECORD_BYTES + 16];
    Arrays.fill(bytes, (byte) 'x');
    bytes[1] = ',';
    bytes[bytes.length - 5] = '\n';
    bytes[bytes.length - 3] = ',';
    bytes[bytes.length - 1] = '\n';

    Decoded decoded =
        Decoded.chunk(
            twoTexts(),
            new Chunk(
                new SplitId(1, 0, 0), 4, 4 + bytes.length, 2, true, "a,b".getBytes(UTF_8), bytes));

    assertThat(decoded.reasons()).containsExactly("limit");
    assertThat(decoded.rejects.get(0).found()).hasSizeLessThan(100);
    assertThat(decoded.rows()).containsExactly(List.of("x", "x"));
  }

  @Test
  @DisplayName("F41 a 1 GB field, which the reader has cut")
  void f41_recordThatTheReaderCutIsOneReject() {
    byte[] bytes = new byte[Limits.MAX_RECORD_BYTES];
    Arrays.fill(bytes, (byte) 'x');
    bytes[10] = '\r';
    bytes[5] = ',';

    Decoded decoded =
        Decoded.chunk(
            twoTexts(),
            new Chunk(new SplitId(1, 0, 0), 4, 1 << 30, 2, true, "a,b".getBytes(UTF_8), bytes));

    assertThat(decoded.count).isEqualTo(1);
    assertThat(decoded.reasons()).containsExactly("limit");
    assertThat(decoded.rejectOrigins).containsExactly(new Origin(1, 0, 4, 0, 2));
  }

  @Test
  @DisplayName("F41 100,000 columns")
  void f41_manyColumnsCostTheirRecordOrAreIgnored() {
    String commas = ",".repeat(99_999);
    Decoded ragged = Decoded.text(twoTexts(), "a,b\n" + commas + "\n1,2\n");
    assertThat(ragged.rejects.get(0).found()).isEqualTo("100000 columns");
    assertThat(ragged.rows()).containsExactly(List.of("1", "2"));

    StringBuilder header = new StringBuilder("a,b");
    for (int i = 2; i < 100_000; i++) {
      header.append(",c").append(i);
    }
    Decoded wide = Decoded.text(twoTexts(), header + "\n1,2" + ",".repeat(99_998) + "\n");
    assertThat(wide.rows()).containsExactly(List.of("1", "2"));
  }

  @Test
  @DisplayName("F41 a number of a million digits, 1e400, NaN, 2^63")
  void f41_numbersThatDoNotFitCostTheirRecordOnly() {
    Feeds feed = Feeds.aFeed().column("n", Kind.BIGINT).column("d", Kind.DOUBLE);
    String million = "9".repeat(1_000_000);

    Decoded decoded =
        Decoded.text(
            feed,
            "n,d\n"
                + million
                + ",1\n1,"
                + million
                + "\n1,1e400\n1,NaN\n9223372036854775808,1\n"
                + "9007199254740993,-0\n");

    assertThat(decoded.reasons()).containsExactly("type", "limit", "type", "type", "type");
    assertThat(decoded.rejects.get(0).found()).hasSize(1000);
    assertThat(decoded.rows()).containsExactly(List.of(9007199254740993L, 0.0));
  }

  @Test
  @DisplayName("F42 days and times that do not exist")
  void f42_daysThatDoNotExistCostTheirRecordOnly() {
    Feeds feed = Feeds.aFeed().column("d", Kind.DATE).column("t", Kind.TIMESTAMPTZ);

    Decoded decoded =
        Decoded.text(
            feed,
            """
            d,t
            0000-00-00,
            2023-02-30,
            10000-01-01,
            01/02/2023,
            ,2016-12-31T23:59:60Z
            1970-01-02,1970-01-01T14:00:00+14:00
            """);

    assertThat(decoded.reasons()).containsOnly("type").hasSize(5);
    assertThat(decoded.rejects).extracting("column").containsExactly("d", "d", "d", "d", "t");
    assertThat(decoded.rows()).containsExactly(List.of(1, 0L));
  }

  @Test
  @DisplayName("F44 one poison record among many")
  void f44_onePoisonRecordAmongAMillionIsTheOnlyReject() {
    int records = 1_000_000;
    byte[] bytes = new byte[records * 10];
    byte[] line = "1234567,8\n".getBytes(UTF_8);
    for (int i = 0; i < records; i++) {
      System.arraycopy(line, 0, bytes, i * 10, 10);
    }
    bytes[(records - 2) * 10 + 8] = '\0';
    Feeds feed = Feeds.aFeed().column("a", Kind.INTEGER).column("b", Kind.INTEGER);
    long[] passed = new long[1];
    Decoded rejects = new Decoded();

    long count =
        Decoders.of(feed.build(), feed.schema())
            .decode(
                new Chunk(
                    new SplitId(1, 0, 0), 0, bytes.length, 1, true, "a,b".getBytes(UTF_8), bytes),
                new Decoded.Counting(passed, rejects));

    assertThat(count).isEqualTo(records);
    assertThat(passed[0]).isEqualTo(records - 1);
    assertThat(rejects.rejectOrigins)
        .containsExactly(new Origin(1, 0, (records - 2) * 10L, 0, records - 1));
  }

  @Test
  void takesEscapesWhereTheDialectHasThem() {
    Feeds feed =
        twoTexts().dialect(new Feed.Dialect(';', '\'', '\\', true, List.of(), "NA", List.of()));

    Decoded decoded = Decoded.text(feed, "a;b\n'it\\'s; \\\\';NA\n'NA';''\n'a''b';x\n");

    assertThat(decoded.rows())
        .containsExactly(
            Arrays.asList("it's; \\", null), Arrays.asList("NA", null), List.of("a'b", "x"));
  }

  @Test
  void matchesGivenColumnsOfAFileWithoutHeader() {
    Feeds feed =
        twoTexts()
            .dialect(
                new Feed.Dialect(',', '"', null, false, List.of("b", "x", "a"), null, List.of()));

    assertThat(Decoded.text(feed, "1,2,3\n").rows()).containsExactly(List.of("3", "1"));
  }

  @Test
  void trimsOnlyIfTheFeedSaysSo() {
    Feeds feed = Feeds.aFeed().column("a", Kind.TEXT).column("b", Kind.INTEGER);
    assertThat(Decoded.text(feed, "a,b\n x , 1\n").reasons()).containsExactly("type");

    feed.decode(new Feed.Decode(null, null, java.time.ZoneId.of("UTC"), true, true, false));
    assertThat(Decoded.text(feed, "a,b\n x , 1\n  ,\t2 \n").rows())
        .containsExactly(List.of("x", 1), Arrays.asList(null, 2));
  }
}
